from django.urls import path

from cms.pages import views
from cms.pages.keeping import same_for_strangers

urlpatterns = [path("counties/<str:code>/", same_for_strangers(views.county), name="county")]
