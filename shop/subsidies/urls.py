from django.urls import path

from shop.subsidies import views

urlpatterns = [
    path("subsidies/", views.subsidies, name="subsidies"),
    path("subsidies/<int:rule>/<int:cooperative>/", views.award, name="award"),
    path("funds/", views.project_list, name="funds"),
]
