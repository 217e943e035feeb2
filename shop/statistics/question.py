"""A question to the ledger as one value. Every engine gives the same answer to it."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shop.ledger.reach import Reach


class By(TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    ORIGIN_PROVINCE = "origin_province", _("Province of origin")
    ORIGIN_PREFECTURE = "origin_prefecture", _("City of origin")
    ORIGIN_COUNTY = "origin_county", _("County of origin")
    DESTINATION_PROVINCE = "destination_province", _("Province sent to")
    DESTINATION_PREFECTURE = "destination_prefecture", _("City sent to")
    DESTINATION_COUNTY = "destination_county", _("County sent to")
    BUYER_REGION = "buyer_region", _("City of the buyer")
    PRODUCT = "product", _("Product")
    CATEGORY = "category", _("Category")
    CHANNEL = "channel", _("Channel")
    PAIRING = "pairing", _("Pairing")
    BUYER = "buyer", _("Kind of buyer")
    COOPERATIVE = "cooperative", _("Cooperative")
    ORGANISATION = "organisation", _("Organisation")
    CAMPAIGN = "campaign", _("Hall, livestream or fair")


class Buyer(TextChoices):
    CONSUMER = "consumer", _("Persons")
    ORGANISATION = "organisation", _("Organisations")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the ledger is asked: of which days, both included, and which rows; taken apart by what,
    and across what once more; beside the same days a year earlier or not; as it was recorded until
    when."""

    first: date
    last: date
    origin: Reach | None = None
    destination: Reach | None = None
    buyer_region: Reach | None = None
    product: int | None = None
    category: str = ""
    # With their parts: who sells by a channel sells by each of its parts.
    channels: tuple[str, ...] = ()
    # Rows of one pairing from-to each; the same two places may have been paired twice.
    pairings: tuple[int, ...] = ()
    recognised: bool | None = None
    online: bool | None = None
    buyer: str = ""
    cooperative: int | None = None
    organisation: int | None = None
    campaign: int | None = None
    by: str = ""
    across: str = ""
    compare: bool = False
    as_of: datetime | None = None

    @property
    def counts_products(self) -> bool:
        """Orders are counted once a product in each parcel, so that the orders of products add
        up; asked of anything else they are parcels."""
        by_product = {By.PRODUCT, By.CATEGORY} & {self.by, self.across}
        return bool(self.product or self.category or by_product)

    def but(self, **changes) -> "Question":
        return replace(self, **changes)

    def a_year_before(self) -> "Question":
        first, last = days_a_year_before(self.first, self.last)
        return self.but(first=first, last=last)


def year_before(day: date) -> date:
    return in_year(day, day.year - 1)


def days_a_year_before(first: date, last: date) -> tuple[date, date]:
    """The days a year earlier that stand beside these: the 28th of February has a leap day after
    it with it, which has no day of its own to stand beside."""
    last_before = year_before(last)
    after = last_before + timedelta(days=1)
    return year_before(first), after if (after.month, after.day) == (2, 29) else last_before


def year_after(day: date) -> date:
    return in_year(day, day.year + 1)


def in_year(day: date, year: int) -> date:
    """The same month and day; where there is no 29 February the 28th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def months_inside(first: date, last: date) -> tuple[date, date] | None:
    """The first day of the first and the last day of the last of the whole months from a day to a
    day."""
    start = first if first.day == 1 else month_after(first)
    end = last if last.day == monthrange(last.year, last.month)[1] else month_before(last)
    return (start, end) if start < end else None


def month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(day: date) -> date:
    """Its last day."""
    return day.replace(day=1) - timedelta(days=1)


def months_in(first: date, last: date) -> list[date]:
    """The first day of each month, whole or not."""
    numbers = range(number_of_month(first), number_of_month(last) + 1)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def number_of_month(day: date) -> int:
    return day.year * 12 + day.month - 1


def days_in(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def edges(first: date, last: date, months: tuple[date, date]) -> list[tuple[date, date]]:
    """The days before and after the whole months."""
    around = []
    if first < months[0]:
        around.append((first, months[0] - timedelta(days=1)))
    if months[1] < last:
        around.append((months[1] + timedelta(days=1), last))
    return around
