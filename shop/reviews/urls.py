from django.urls import path

from shop.reviews import operator, views, workbench

urlpatterns = [
    path("products/<slug:slug>/reviews/", views.product_reviews, name="product_reviews"),
    path("orders/<str:code>/lines/<int:number>/review/", views.review_new, name="review_new"),
    path("workbench/reviews/", workbench.reviews, name="workbench_reviews"),
    path(
        "workbench/reviews/<int:pk>/answer/",
        workbench.review_answer,
        name="workbench_review_answer",
    ),
    path("operator/reviews/", operator.reviews, name="operator_reviews"),
    path(
        "operator/reviews/<int:pk>/hiding/", operator.review_hiding, name="operator_review_hiding"
    ),
    path(
        "operator/reviews/<int:pk>/showing/",
        operator.review_showing,
        name="operator_review_showing",
    ),
]
