"""The rules of the worked examples, suppliers and their sales."""

from datetime import date

from shop.models import Rule
from shop.subsidies import loading
from tests import world
from tests.shop.statistics import rows


def country() -> None:
    world.country()
    world.region("500114", "county", "黔江区", "黔江", "Qianjiang", parent="500000", lifted_in=2017)
    loading.load()


def rule(code: str) -> Rule:
    return Rule.objects.with_tiers().get(code=code)


def sold_by(supplier, yuan, *, year: int = 2020, orders: int = 1, **fields):
    """In one row, of so many parcels, to Yantai."""
    product = rows.product("青花椒", supplier.county_id)
    return rows.sold(
        product,
        yuan,
        cooperative=supplier,
        supplier_name=supplier.name_zh,
        occurred_on=date(year, 7, 9),
        parcel_count=orders,
        **fields,
    )
