from django.urls import include, path

urlpatterns = [
    path("", include("producers.regions.urls")),
    path("", include("producers.cooperatives.urls")),
]
