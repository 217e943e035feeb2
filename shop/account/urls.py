from django.urls import path

from shop.account import addresses, views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/addresses/", addresses.addresses, name="addresses"),
    path("account/addresses/<int:pk>/", addresses.address, name="address"),
    path("account/addresses/<int:pk>/removal/", addresses.address_removal, name="address_removal"),
]
