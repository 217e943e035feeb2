from django.urls import path

from shop.jobs import views

urlpatterns = [path("", views.payment_webhook, name="payment_webhook")]
