from django.urls import path

from shop.invoices import views, workbench

urlpatterns = [
    path("orders/<str:code>/invoices/", views.invoices, name="invoices"),
    path("orders/<str:code>/invoices/<int:pk>/", views.invoice_file, name="invoice_file"),
    path("workbench/invoices/", workbench.invoices, name="workbench_invoices"),
    path("workbench/invoices/<str:code>/", workbench.invoice, name="workbench_invoice"),
    path(
        "workbench/invoices/<str:code>/<int:pk>/",
        workbench.invoice_file,
        name="workbench_invoice_file",
    ),
]
