from django.urls import path

from shop.targets import views

urlpatterns = [
    path("targets/", views.targets, name="targets"),
    path("targets/new/", views.target_new, name="target_new"),
    path("targets/<int:pk>/", views.target, name="target"),
    path("targets/reserved/", views.reserved, name="reserved"),
    path("targets/reserved/<int:pk>/", views.reserved_unit, name="reserved_unit"),
    path("targets/output/", views.outputs, name="outputs"),
]
