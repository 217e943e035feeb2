from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from producers.cooperatives.models import Cooperative
from producers.harvests.models import Lot, LotChange


class BatchTaken(ValidationError):
    def __init__(self):
        super().__init__(_("You have a lot with this batch number. Choose another."))


class SeasonCopied(ValidationError):
    def __init__(self, lot: Lot):
        super().__init__(_("This season is copied already."))
        self.lot = lot


@transaction.atomic
def open_lot(lot: Lot, *, by) -> Lot:
    """A harvest whose grams are all still to be had."""
    lot.available_g = lot.total_g
    try:
        lot.save(force_insert=True)
    except IntegrityError as tapped_twice:
        raise BatchTaken from tapped_twice
    LotChange.objects.create(lot=lot, kind=LotChange.Kind.OPENED, total_g=lot.total_g, by=by)
    return lot


@transaction.atomic
def open_again(lot: Lot, *, today: date, by) -> Lot:
    """The same harvest of a later year, whose days to sell are not over: as many grams, days moved
    by whole years, a new batch number, no certificate yet."""
    years = max(1, today.year - lot.sells_to.year)
    if years_later(lot.sells_to, years) < today:
        years += 1
    days = {
        name: years_later(getattr(lot, name), years)
        for name in ("harvest_from", "harvest_to", "sells_from", "sells_to")
    }
    cooperative = Cooperative.objects.select_for_update().get(pk=lot.cooperative_id)
    same = cooperative.lots.filter(produce_zh=lot.produce_zh, grade=lot.grade, **days)
    # A second tap, or a colleague's, copies no second season.
    if there := same.first():
        raise SeasonCopied(there)
    batch = next_batch(cooperative, year=days["harvest_from"].year)
    again = Lot(
        cooperative=cooperative,
        batch=batch,
        produce_zh=lot.produce_zh,
        grade=lot.grade,
        total_g=lot.total_g,
        **days,
    )
    return open_lot(again, by=by)


def years_later(day: date, years: int) -> date:
    """The same month and day; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def next_batch(cooperative: Cooperative, *, year: int) -> str:
    """A number to propose: 2026-07 after 2026-06."""
    taken = cooperative.lots.filter(batch__startswith=f"{year}-").values_list("batch", flat=True)
    numbers = [int(end) for batch in taken if (end := batch.partition("-")[2]).isdecimal()]
    return f"{year}-{max(numbers, default=0) + 1:02}"
