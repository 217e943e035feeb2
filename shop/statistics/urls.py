from django.urls import path, register_converter

from shop.statistics import dispatch_mail, saved_views, views
from shop.statistics.own_orders import order_behind
from shop.statistics.pages import PAGES, Page
from shop.statistics.signed_rows import signed_rows


class Suffix:
    regex = "xlsx|csv"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class OnePage:
    regex = "|".join(filter(None, PAGES))

    def to_python(self, value: str) -> Page:
        return PAGES[value]

    def to_url(self, value: Page | str) -> str:
        return value.slug if isinstance(value, Page) else value


register_converter(Suffix, "suffix")
register_converter(OnePage, "page")

urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/rows/", views.rows, name="statistics_rows"),
    path("statistics/orders/<str:code>/", order_behind, name="statistics_order"),
    path("statistics/figures.<suffix:suffix>", views.export, name="statistics_export"),
    path("statistics/rows.zip", signed_rows, name="statistics_signed_rows"),
    path("statistics/saved/", saved_views.saved_views, name="statistics_saved_views"),
    path("statistics/saved/<int:pk>/", saved_views.saved_view, name="statistics_saved_view"),
    path(
        "statistics/saved/<int:pk>/removal/",
        saved_views.saved_view_removal,
        name="statistics_saved_view_removal",
    ),
    path("statistics/dispatch-mail/", dispatch_mail.dispatch_mail, name="statistics_dispatch_mail"),
    path(
        "statistics/dispatch-mail/<slug:key>/",
        dispatch_mail.dispatch_mail_end,
        name="statistics_dispatch_mail_end",
    ),
    path("statistics/<page:page>/", views.statistics, name="statistics_page"),
    path(
        "statistics/<page:page>/figures.<suffix:suffix>",
        views.export,
        name="statistics_page_export",
    ),
    path("statistics/rows.<suffix:suffix>", views.export_rows, name="statistics_export_rows"),
]
