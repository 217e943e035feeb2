"""What is kept of pages, in memory, and until when.

The key of a kept piece carries the language, the day and the catalogue's version, so whatever a
cooperative, a county or the operator changes is seen at once by every worker. Orders do not
change the version, and neither do reviews: what is left of a lot stands on no card, only that it is
sold out, and that and the stars are seen in a minute or two. The product's own page and the basket
ask the lot itself, and the page asks for the version of its product's reviews.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.core.cache import caches
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import get_language

from shop.catalogue.models import CatalogueVersion, Offer

SECONDS = 60
# The version of what no change of the catalogue touches.
NEVER_CHANGES = 0
# Asked by each kept page, so in plain SQL: to build the query takes ten times as long as to ask it.
VERSION = RawSQL(f"SELECT number FROM {CatalogueVersion._meta.db_table} WHERE id = 1", [])
Piece = TypeVar("Piece")


def catalogue_changed() -> None:
    """Call this in the transaction that changes what a card or a filter shows: a product, a price,
    an offer, a lot's window, a freight zone, an approval."""
    if not CatalogueVersion.objects.filter(pk=1).update(number=F("number") + 1):
        CatalogueVersion.objects.get_or_create(pk=1)


def catalogue_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute(VERSION.sql)
        row = cursor.fetchone()
    return row[0] if row else 0


@lru_cache(maxsize=2)
def on_sale(day: date) -> QuerySet:
    """The offers on sale on a day, to be filtered further: it holds no answer. To build the
    question takes as long as to ask it, and the busiest pages ask it, so it is built once a day."""
    return Offer.objects.on_sale(day)


def key_of(name: str, version: int | str) -> str:
    return f"{name}:{version}:{get_language()}:{timezone.localdate()}"


def kept(name: str, version: int | str, make: Callable[[], Piece]) -> Piece:
    """The piece of this name, made when it is not there."""
    key = key_of(name, version)
    piece = caches["template_fragments"].get(key)
    if piece is None:
        piece = make()
        caches["template_fragments"].set(key, piece, SECONDS)
    return piece
