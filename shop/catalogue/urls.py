from django.urls import path

from shop.catalogue import views

urlpatterns = [
    path("products/", views.products, name="products"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("seasons/", views.season, name="seasons"),
    path("seasons/<int:month>/", views.season, name="season"),
    path("products/<slug:slug>/", views.product, name="product"),
    path("counties/", views.counties, name="counties"),
    path("counties/<str:code>/", views.county, name="county"),
]
