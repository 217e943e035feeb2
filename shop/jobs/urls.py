from django.urls import path

from shop.jobs import views

urlpatterns = [
    path("", views.healthz, name="healthz"),
    path("/jobs", views.healthz_jobs, name="healthz_jobs"),
]
