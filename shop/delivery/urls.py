from django.urls import path

from shop.delivery import halls, views, workbench

urlpatterns = [
    path("trace/<str:code>/", views.trace, name="trace"),
    path("orders/<str:code>/parcels/<int:number>/receipt/", views.receipt, name="parcel_receipt"),
    path("counters/<slug:code>/parcels/", halls.counter_parcels, name="counter_parcels"),
    path(
        "counters/<slug:code>/parcels/<str:order>-<int:number>/",
        halls.counter_arrival,
        name="counter_arrival",
    ),
    path("workbench/parcels/", workbench.parcels, name="workbench_parcels"),
    path(
        "workbench/parcels/packing-list/",
        workbench.packing_list,
        name="workbench_packing_list",
    ),
    path("workbench/parcels/waybills/", workbench.waybills, name="workbench_waybills"),
    path("workbench/parcels/<str:code>-<int:number>/", workbench.parcel, name="workbench_parcel"),
    path(
        "workbench/parcels/<str:code>-<int:number>/slip/",
        workbench.parcel_slip,
        name="workbench_parcel_slip",
    ),
    path("workbench/sales/", workbench.sales, name="workbench_sales"),
]
