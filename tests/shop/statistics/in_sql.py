"""Sums over the ledger in plain SQL."""

from dataclasses import dataclass
from datetime import date
from operator import add

from django.db import connection

# Two districts of before count for the new one.
ORIGIN = "CASE WHEN origin IN ('500105', '500112') THEN '500157' ELSE origin END"
SLUG_OR_NAME = "CASE WHEN slug <> '' THEN slug ELSE county_id || ':' || name_zh END"
KEYS = {
    "day": "CAST(occurred_on AS text)",
    "month": "substr(CAST(occurred_on AS text), 1, 7)",
    "origin_province": "substr(origin, 1, 2) || '0000'",
    "origin_county": ORIGIN,
    "destination_province": "substr(destination, 1, 2) || '0000'",
    "destination_prefecture": "CASE WHEN substr(destination, 1, 2) IN ('11', '50') "
    "THEN substr(destination, 1, 2) || '0000' ELSE substr(destination, 1, 4) || '00' END",
    "product": f"(SELECT {SLUG_OR_NAME} FROM shop_product WHERE id = product_id)",
    "channel": "channel_id",
    "cooperative": "(SELECT credit_code FROM producers_cooperative WHERE id = cooperative_id)",
    "organisation": "(SELECT tax_number FROM shop_organisation WHERE id = organisation_id)",
    "campaign": "(SELECT code FROM shop_campaign WHERE id = campaign_id)",
}


@dataclass(frozen=True)
class Sums:
    sold: int = 0
    refunded: int = 0
    grams: int = 0
    parcels: int = 0
    products: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*map(add, vars(self).values(), vars(other).values()))

    @property
    def fen(self) -> int:
        return self.sold - self.refunded


def sums(key: str, where: str, first: date, last: date) -> dict[str, Sums]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT COALESCE({key}, ''),
                SUM(CASE WHEN kind = 'sale' OR (kind = 'correction' AND amount_fen < 0)
                    THEN amount_fen ELSE 0 END),
                SUM(CASE WHEN kind = 'refund' OR (kind = 'correction' AND amount_fen > 0)
                    THEN -amount_fen ELSE 0 END),
                SUM(weight_g), SUM(parcel_count), SUM(product_count)
            FROM shop_entry WHERE occurred_on BETWEEN %s AND %s AND {where} GROUP BY 1
            """,
            [first, last],
        )
        return {found: Sums(*map(int, numbers)) for found, *numbers in cursor.fetchall()}
