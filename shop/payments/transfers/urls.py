from django.urls import path

from shop.payments.transfers import desk, views

urlpatterns = [
    path("orders/<str:code>/payment/transfer/", views.payment_transfer, name="payment_transfer"),
    path("operator/transfers/", desk.transfers, name="operator_transfers"),
    path("operator/transfers/statement/", desk.statement, name="operator_statement"),
    path("operator/transfers/lines/new/", desk.came, name="operator_line_new"),
    path("operator/transfers/lines/<int:pk>/order/", desk.line_order, name="operator_line_order"),
    path(
        "operator/transfers/lines/<int:pk>/return/", desk.line_return, name="operator_line_return"
    ),
    path("operator/transfers/refunds/<int:pk>/payout/", desk.payout, name="operator_payout"),
]
