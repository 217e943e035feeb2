from django.urls import path

from shop.catalogue import (
    approvals,
    recognitions,
    workbench,
    workbench_freight,
    workbench_lots,
)

urlpatterns = [
    path("workbench/cooperative/", workbench.cooperative_details, name="workbench_cooperative"),
    path("workbench/products/new/", workbench.product_new, name="workbench_product_new"),
    path("workbench/products/<int:pk>/", workbench.product, name="workbench_product"),
    path(
        "workbench/products/<int:pk>/pictures/",
        workbench.picture_new,
        name="workbench_picture_new",
    ),
    path(
        "workbench/products/<int:pk>/pictures/<int:picture>/removal/",
        workbench.picture_removal,
        name="workbench_picture_removal",
    ),
    path("workbench/products/<int:pk>/lots/", workbench_lots.lot_new, name="workbench_lot_new"),
    path(
        "workbench/products/<int:pk>/lots/<int:lot>/packs/",
        workbench_lots.offer_new,
        name="workbench_offer_new",
    ),
    path("workbench/lots/<int:pk>/", workbench_lots.lot, name="workbench_lot"),
    path("workbench/lots/<int:pk>/size/", workbench_lots.lot_size, name="workbench_lot_size"),
    path("workbench/lots/<int:pk>/days/", workbench_lots.lot_days, name="workbench_lot_days"),
    path("workbench/lots/<int:pk>/stop/", workbench_lots.lot_stop, name="workbench_lot_stop"),
    path(
        "workbench/lots/<int:pk>/resumption/",
        workbench_lots.lot_resume,
        name="workbench_lot_resume",
    ),
    path(
        "workbench/lots/<int:pk>/certificate/",
        workbench_lots.lot_certificate,
        name="workbench_lot_certificate",
    ),
    path(
        "workbench/lots/<int:pk>/presale/",
        workbench_lots.lot_presale,
        name="workbench_lot_presale",
    ),
    path(
        "workbench/lots/<int:pk>/growers/",
        workbench_lots.lot_growers,
        name="workbench_lot_growers",
    ),
    path("workbench/lots/<int:pk>/season/", workbench_lots.lot_season, name="workbench_lot_season"),
    path(
        "workbench/offers/<int:pk>/price/",
        workbench_lots.offer_price,
        name="workbench_offer_price",
    ),
    path(
        "workbench/offers/<int:pk>/limit/",
        workbench_lots.offer_limit,
        name="workbench_offer_limit",
    ),
    path("workbench/offers/<int:pk>/stop/", workbench_lots.offer_stop, name="workbench_offer_stop"),
    path(
        "workbench/offers/<int:pk>/resumption/",
        workbench_lots.offer_resume,
        name="workbench_offer_resume",
    ),
    path("workbench/freight/", workbench_freight.freight, name="workbench_freight"),
    path(
        "workbench/freight/standard/<slug:transport>/",
        workbench_freight.freight_copy,
        name="workbench_freight_copy",
    ),
    path(
        "workbench/freight/<int:pk>/",
        workbench_freight.freight_template,
        name="workbench_freight_template",
    ),
    path("approvals/", approvals.approvals, name="approvals"),
    path(
        "approvals/cooperatives/<int:pk>/",
        approvals.approval_cooperative,
        name="approval_cooperative",
    ),
    path("approvals/products/<int:pk>/", approvals.approval_product, name="approval_product"),
    path("recognitions/", recognitions.recognition_list, name="recognitions"),
    path("recognitions/<int:pk>/end/", recognitions.recognition_end, name="recognition_end"),
]
