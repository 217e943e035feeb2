from django.urls import path

from shop.counters import views

urlpatterns = [
    path("counter/", views.own_counter, name="own_counter"),
    path("counters/", views.counters, name="counters"),
    path("counters/<slug:code>/", views.counter, name="counter"),
    path("counters/<slug:code>/closing/", views.counter_closing, name="counter_closing"),
    path("counters/<slug:code>/setup/", views.counter_setup, name="counter_setup"),
    path("counters/<slug:code>/<int:pk>/undo/", views.counter_undo, name="counter_undo"),
]
