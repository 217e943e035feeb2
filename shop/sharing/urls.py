from django.urls import path

from shop.sharing import views

urlpatterns = [
    path("products/<slug:slug>/poster.png", views.product_poster, name="product_poster"),
    path("cooperatives/<int:pk>/poster.png", views.cooperative_poster, name="cooperative_poster"),
    path("counters/<slug:code>/poster.png", views.hall_poster, name="hall_poster"),
    path("counters/<slug:code>/posters/", views.counter_posters, name="counter_posters"),
    path("workbench/posters/", views.workbench_posters, name="workbench_posters"),
]
