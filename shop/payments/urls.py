from django.urls import include, path

from shop.payments import views

urlpatterns = [
    path("orders/<str:code>/payment/", views.payment, name="payment"),
    path("orders/<str:code>/payment/return/", views.payment_return, name="payment_return"),
    path("orders/<str:code>/cancellation/", views.cancellation, name="order_cancellation"),
    path("", include("shop.payments.transfers.urls")),
]
