from django.urls import path

from shop.workbench import views

urlpatterns = [path("workbench/", views.home, name="workbench")]
