from datetime import date

from django.urls import path, register_converter

from shop.opendata import views


class OpenMonth:
    """2022-07, as its first day."""

    regex = r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


class OpenDay:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class OpenSuffix:
    regex = "json|csv"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OpenMonth, "open_month")
register_converter(OpenDay, "open_day")
register_converter(OpenSuffix, "open_suffix")

urlpatterns = [
    path("open-data/", views.open_data, name="open_data"),
    path("open-data/index.json", views.open_index, name="open_index"),
    path("open-data/<open_month:month>/", views.open_month, name="open_month"),
    path(
        "open-data/<open_month:month>.<open_suffix:suffix>", views.open_latest, name="open_latest"
    ),
    path(
        "open-data/<open_month:month>/<open_day:as_of>.<open_suffix:suffix>",
        views.open_edition,
        name="open_edition",
    ),
]
