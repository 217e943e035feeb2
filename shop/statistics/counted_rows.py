"""Under which keys each row of a signed export counts in the tables of its figures, and as how many
orders: its columns have the codes and names of the day."""

from functools import cached_property

from producers.regions.codes import province_of
from shop.catalogue.models import Product
from shop.ledger.models import Entry
from shop.ledger.reach import Reaches

COLUMNS = (
    "序号",
    "计入产地县",
    "计入产地省",
    "计入收货省",
    "计入产品",
    "包裹数",
    "包裹内产品数",
)


class CountedRows:
    def __init__(self):
        self.reaches = Reaches()

    def cells(self, number: int, entry: Entry) -> list[str | int]:
        """Under COLUMNS."""
        origin, destination = map(self.reaches.today, (entry.origin, entry.destination))
        return [
            number,
            origin,
            province_of(origin),
            province_of(destination),
            self.product_keys[entry.product_id],
            entry.parcel_count,
            entry.product_count,
        ]

    @cached_property
    def product_keys(self) -> dict[int, str]:
        known = Product.objects.only("slug", "county_id", "name_zh")
        return {product.pk: product.key for product in known}
