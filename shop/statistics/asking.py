"""The values of a question from the words people ask with: codes, slugs, EAST-WEST."""

from collections.abc import Iterable

from django.db.models import QuerySet

from producers.cooperatives.models import Cooperative
from producers.regions.models import Pairing, Region
from shop.buyers.models import Organisation
from shop.catalogue.models import Category, Product
from shop.channels.models import Campaign, Channel
from shop.ledger.reach import Reach, Reaches


class Unknown(ValueError):
    """There is no such place, product, channel … Its text is for whoever asked."""


def place(code: str, reaches: Reaches) -> Reach:
    try:
        reach = reaches.of(code)
    except ValueError as error:
        raise Unknown(str(error)) from None
    if not Region.objects.filter(code__range=(reach.first, reach.last)).exists():
        raise Unknown(f"There is no region {code}.")
    return reach


def product(key: str) -> int:
    """By slug; one that only reports know, by county and name: 500237:巫山脆李."""
    return known(Product.objects.filter(Product.with_key(key)), "product", key)


def category(code: str) -> str:
    if not Category.objects.filter(pk=code).exists():
        raise Unknown(f"There is no category {code}.")
    return code


def channels(codes: Iterable[str]) -> tuple[str, ...]:
    parents = dict(Channel.objects.values_list("code", "parent_id"))
    for code in codes:
        if code not in parents:
            raise Unknown(f"There is no channel {code}.")
    return with_parts(codes, parents)


def with_parts(codes: Iterable[str], parents: dict[str, str | None]) -> tuple[str, ...]:
    wanted = set(codes)
    while more := {c for c, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    return tuple(sorted(wanted))


def pairings(code: str) -> tuple[int, ...]:
    """EAST-WEST, as 370600-500237."""
    east, _, west = code.partition("-")
    found = tuple(Pairing.objects.filter(east=east, west=west).values_list("pk", flat=True))
    if not found:
        raise Unknown(f"There is no pairing {code}.")
    return found


def cooperative(credit_code: str) -> int:
    return known(Cooperative.objects.filter(credit_code=credit_code), "cooperative", credit_code)


def organisation(tax_number: str) -> int:
    return known(Organisation.objects.filter(tax_number=tax_number), "organisation", tax_number)


def campaign(code: str) -> int:
    return known(Campaign.objects.filter(code=code), "campaign", code)


def known(rows: QuerySet, what: str, code: str) -> int:
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise Unknown(f"There is no {what} {code}.")
    return found
