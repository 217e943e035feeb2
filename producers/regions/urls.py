from django.urls import path

from producers.regions import postings

urlpatterns = [
    path("postings/", postings.posting_list, name="postings"),
    path("postings/<int:pk>/end/", postings.posting_end, name="posting_end"),
]
