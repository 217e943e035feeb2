from django.urls import path

from shop.gifts import views

urlpatterns = [
    path("organisations/<int:pk>/grants/", views.organisation_grants, name="organisation_grants"),
    path("workbench/grants/", views.workbench_grants, name="workbench_grants"),
    path("grants/<int:pk>/", views.grant, name="grant"),
    path("grants/<int:pk>/stop/", views.grant_stop, name="grant_stop"),
    path("operator/grants/", views.operator_grants, name="operator_grants"),
    path(
        "operator/grants/<int:pk>/confirmation/",
        views.operator_grant_confirmation,
        name="operator_grant_confirmation",
    ),
]
