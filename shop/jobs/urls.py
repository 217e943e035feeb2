from django.urls import path

from shop.jobs import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("healthz/jobs", views.healthz_jobs, name="healthz_jobs"),
]
