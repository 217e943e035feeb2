from django.urls import path

from shop.operator import views

urlpatterns = [
    path("operator/", views.orders, name="operator"),
    path("operator/orders/<str:code>/", views.order, name="operator_order"),
    path(
        "operator/orders/<str:code>/cancellation/",
        views.cancellation,
        name="operator_cancellation",
    ),
    path("operator/orders/<str:code>/resending/", views.resending, name="operator_resending"),
]
