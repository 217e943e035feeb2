from django.urls import path

from cms.pages import views

urlpatterns = [path("counties/<str:code>/", views.county, name="county")]
