from django.urls import path, re_path

from shop.orders import checkout, views
from shop.orders.recipients import views as recipients

urlpatterns = [
    path("checkout/", checkout.checkout, name="checkout"),
    path("checkout/address/", checkout.checkout_address, name="checkout_address"),
    path(
        "organisations/<int:pk>/recipients/", recipients.recipients, name="organisation_recipients"
    ),
    path(
        "organisations/<int:pk>/recipients/template.xlsx",
        recipients.recipients_template,
        name="recipients_template",
    ),
    path("recipients/<int:pk>/", recipients.recipient_list, name="recipient_list"),
    path("orders/<str:code>/recipients/", recipients.order_recipients, name="order_recipients"),
    path("orders/find/", views.order_find, name="order_find"),
    path("orders/<str:code>/", views.order, name="order"),
    path("orders/<str:code>/again/", views.order_again, name="order_again"),
    re_path(
        r"^orders/(?P<code>[0-9A-Z]{8})/(?P<key>[\w-]{22})/$",
        views.order_by_key,
        name="order_by_key",
    ),
]
