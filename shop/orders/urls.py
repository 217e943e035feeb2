from django.urls import path, re_path

from shop.orders import views

urlpatterns = [
    path("orders/<str:code>/", views.order, name="order"),
    re_path(
        r"^orders/(?P<code>[0-9A-Z]{8})/(?P<key>[\w-]{22})/$",
        views.order_by_key,
        name="order_by_key",
    ),
]
