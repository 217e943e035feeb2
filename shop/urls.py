from django.urls import include, path

urlpatterns = [
    path("", include("producers.urls")),
    path("", include("shop.buyers.urls")),
    path("", include("shop.catalogue.urls")),
    path("", include("shop.catalogue.workbench_urls")),
    path("", include("shop.basket.urls")),
    # Before orders: there whatever follows the code is taken for a guest's key.
    path("", include("shop.payments.urls")),
    path("", include("shop.orders.urls")),
    path("", include("shop.orders.workbench_urls")),
    path("", include("shop.delivery.urls")),
    path("", include("shop.claims.urls")),
    path("", include("shop.reviews.urls")),
    path("", include("shop.ledger.urls")),
    path("", include("shop.counters.urls")),
    path("", include("shop.sharing.urls")),
    path("", include("shop.gifts.urls")),
    path("", include("shop.statistics.urls")),
    path("", include("shop.targets.urls")),
    path("", include("shop.subsidies.urls")),
    path("", include("shop.bulletins.urls")),
    path("", include("shop.opendata.urls")),
    path("", include("shop.warnings.urls")),
    path("", include("shop.account.urls")),
    path("", include("shop.operator.urls")),
    path("", include("shop.workbench.urls")),
]
