"""Targets, canteens and sales for the tests of targets."""

from datetime import date

from producers.models import Pairing
from shop.models import Canteen, Target
from tests.shop.statistics import rows

YEAR = 2020


def target(by, yuan, *, year: int = YEAR, side: str = "buy", **whose) -> Target:
    amount = None if yuan is None else round(yuan * 100)
    return Target.objects.create(year=year, side=side, amount_fen=amount, set_by=by, **whose)


def yantai_wushan() -> Pairing:
    return Pairing.objects.get(east="370600", west="500237")


def canteen(of, by, yuan=0, *, state: str = "own", year: int = YEAR, **said) -> Canteen:
    return Canteen.objects.create(
        organisation=of,
        year=year,
        state=state,
        purchases_fen=round(yuan * 100),
        reported_by=by,
        **said,
    )


def sold(yuan, product=None, **fields):
    fields.setdefault("occurred_on", date(YEAR, 7, 9))
    return rows.sold(product or rows.product(), yuan, **fields)


def sold_in_the_pairing(yuan, **fields):
    """Plums of Wushan to Yantai, by the pairing."""
    fields = {"channel_id": "PAIR", "direction": "west_to_east", **fields}
    return sold(yuan, pairing=fields.pop("pairing", None) or yantai_wushan(), **fields)
