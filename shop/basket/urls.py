from django.urls import path, re_path

from shop.basket import views

urlpatterns = [
    path("basket/", views.basket, name="basket"),
    # No longer than what a database takes for a number.
    re_path(r"^basket/(?P<offer_id>[0-9]{1,18})/$", views.basket_line, name="basket_line"),
]
