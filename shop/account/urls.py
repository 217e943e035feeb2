from django.urls import path

from shop.account import views

urlpatterns = [path("account/", views.account, name="account")]
