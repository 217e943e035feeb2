from django.urls import path

from shop.targets import unit_year, views

urlpatterns = [
    path("targets/", views.targets, name="targets"),
    path("targets/new/", views.target_new, name="target_new"),
    path("targets/<int:pk>/", views.target, name="target"),
    path("targets/<int:pk>/rows/", views.target_rows, name="target_rows"),
    path("targets/reserved/", views.reserved, name="reserved"),
    path("targets/reserved/<int:pk>/", views.reserved_unit, name="reserved_unit"),
    path("targets/units/", views.units, name="units"),
    path("targets/units/<int:pk>/", views.unit_confirmation, name="unit_confirmation"),
    path("targets/reserved/<int:pk>/rows/", views.reserved_rows, name="reserved_rows"),
    path("targets/output/", views.outputs, name="outputs"),
    path("organisations/<int:pk>/purchases/<int:year>/", unit_year.purchases, name="purchases"),
    path(
        "organisations/<int:pk>/purchases/<int:year>/rows/",
        unit_year.purchases_rows,
        name="purchases_rows",
    ),
    path(
        "organisations/<int:pk>/purchases/<int:year>/purchases.xlsx",
        unit_year.purchases_file,
        name="purchases_file",
    ),
]
