from django.urls import path

from shop.warnings import views

urlpatterns = [
    path("warnings/", views.findings, name="findings"),
    path("warnings/<int:pk>/", views.finding, name="finding"),
    path("warnings/<int:pk>/decision/", views.finding_decision, name="finding_decision"),
]
