from django.urls import path

from shop.orders import workbench

urlpatterns = [
    path(
        "workbench/lots/<int:pk>/uncovered/",
        workbench.uncovered_orders,
        name="workbench_uncovered",
    ),
]
