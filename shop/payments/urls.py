from django.urls import include, path

from shop.payments import views, workbench

urlpatterns = [
    path("orders/<str:code>/payment/", views.payment, name="payment"),
    path("orders/<str:code>/payment/return/", views.payment_return, name="payment_return"),
    path("organisations/<int:pk>/approval/", views.approval_rule, name="organisation_approval"),
    path("orders/<str:code>/approval/", views.approval, name="order_approval"),
    path("orders/<str:code>/refusal/", views.refusal, name="order_refusal"),
    path("orders/<str:code>/cancellation/", views.cancellation, name="order_cancellation"),
    path("workbench/lots/<int:pk>/failure/", workbench.lot_failure, name="workbench_lot_failure"),
    path("", include("shop.payments.transfers.urls")),
]
