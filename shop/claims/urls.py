from django.urls import path

from shop.claims import operator, views, workbench

urlpatterns = [
    path("orders/<str:code>/parcels/<int:number>/claim/", views.claim_new, name="claim_new"),
    path("orders/<str:code>/parcels/<int:number>/return/", views.return_new, name="return_new"),
    path("account/claims/", views.claims, name="claims"),
    path("orders/<str:code>/claims/<int:number>/", views.claim, name="claim"),
    path("orders/<str:code>/claims/<int:number>/appeal/", views.claim_appeal, name="claim_appeal"),
    path(
        "orders/<str:code>/claims/<int:number>/sending-back/",
        views.claim_sending_back,
        name="claim_sending_back",
    ),
    path(
        "orders/<str:code>/claims/<int:number>/photographs/<int:picture>/",
        views.claim_photograph,
        name="claim_photograph",
    ),
    path("workbench/claims/", workbench.claims, name="workbench_claims"),
    path("workbench/claims/<str:code>/<int:number>/", workbench.claim, name="workbench_claim"),
    path(
        "workbench/claims/<str:code>/<int:number>/photographs/<int:picture>/",
        workbench.claim_photograph,
        name="workbench_claim_photograph",
    ),
    path("operator/claims/", operator.claims, name="operator_claims"),
    path("operator/claims/<str:code>/<int:number>/", operator.claim, name="operator_claim"),
]
