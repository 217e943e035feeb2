"""Months that Wushan and Yantai have closed, each on the fifteenth after its end: what was recorded
later is the difference its page shows. And months of their pairing that both sides confirmed."""

from datetime import date, datetime, time

from django.utils import timezone

from cms.users.models import User
from producers.regions.models import Pairing
from shop.bulletins.confirming import Month, confirm
from shop.bulletins.drawing import draw_up
from shop.bulletins.models import Closing, Confirmation, Side
from shop.bulletins.months import last_of
from shop.statistics.question import month_after, month_before

SEASON = date(2022, 7, 1), date(2022, 8, 31)


def load(people: dict[str, User]) -> None:
    offices = [
        (people["wushan"], "500237", Side.ORIGIN),
        (people["yantai"], "370600", Side.DESTINATION),
    ]
    july, august, latest = months_to_close()
    for first, last in (SEASON, july, august, latest):
        for office in offices:
            close(*office, first, last)
    close(*offices[0], *july, number=2, reason="两家直播间逾期报送，已补报")
    for first, last in (july, august):
        confirm_both(people, first, last)


def months_to_close() -> list[tuple[date, date]]:
    """The plums' two months of the last season that is closed, and the last month that is."""
    latest = month_before(timezone.localdate())
    if closed_at(latest) > timezone.now():
        latest = month_before(latest)
    year = latest.year if latest.month > 8 else latest.year - 1
    days = [date(year, 7, 1), date(year, 8, 1), latest.replace(day=1)]
    return [(day, last_of(day)) for day in days]


def closed_at(last: date, number: int = 1) -> datetime:
    """Ten in the morning of the fifteenth; what is opened again, a week later."""
    day = month_after(last).replace(day=15 + 7 * (number - 1))
    return timezone.make_aware(datetime.combine(day, time(10)))


def close(officer: User, region: str, side: str, first: date, last: date, **again) -> None:
    at = closed_at(last, again.get("number", 1))
    closing = Closing.objects.create(
        region_id=region,
        side=side,
        first=first,
        last=last,
        asked_by=officer,
        asked_at=at,
        **again,
    )
    draw_up(closing, closed_at=at)


def confirm_both(people: dict[str, User], first: date, last: date) -> None:
    """The county on the fifteenth, the city two months later: what came between is theirs only."""
    pairing = Pairing.objects.get(east="370600", west="500237", ends_on=None)
    month = Month(pairing, first, last)
    at = closed_at(last)
    confirm(month, side=Confirmation.Side.WEST, by=people["wushan"], at=at)
    later = min(closed_at(last_of(month_after(month_after(first)))), timezone.now())
    confirm(month, side=Confirmation.Side.EAST, by=people["yantai"], at=later)
