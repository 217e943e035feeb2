from django.urls import path

from shop.account import addresses, choosing, favourites, my_data, views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/reviews/", views.my_reviews, name="my_reviews"),
    path("account/addresses/", addresses.addresses, name="addresses"),
    path("account/addresses/<int:pk>/", addresses.address, name="address"),
    path("account/addresses/<int:pk>/removal/", addresses.address_removal, name="address_removal"),
    path("account/favourites/", favourites.favourites, name="favourites"),
    path("account/favourites/<slug:slug>/", favourites.favourite, name="favourite"),
    path("account/messages/", choosing.notice_choices, name="notice_choices"),
    path("account/data/", my_data.my_data, name="my_data"),
    path("account/data/copy/", my_data.data_copy, name="data_copy"),
    path("account/data/erasure/", my_data.data_erasure, name="data_erasure"),
]
