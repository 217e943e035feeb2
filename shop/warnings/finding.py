"""Looking for what should not be there: each rule over what is new."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from shop.ledger.reach import Reaches
from shop.warnings import rules
from shop.warnings.models import Finding
from shop.warnings.rules import Found, in_force
from shop.warnings.twice import counted_twice

RULES = (
    rules.beyond_output,
    rules.beyond_lot,
    rules.one_buyer,
    rules.waybill_twice,
    rules.price,
    rules.recognition,
    rules.own_cooperative,
    counted_twice,
)
# What a night looks back: one that failed is made up for by the next.
LOOKED_BACK = timedelta(days=3)


def find_since(since: datetime) -> int:
    """Returns how many findings are new."""
    today = Reaches().today
    return sum(keep(in_force(rule(since, today), today)) for rule in RULES)


def find_what_is_new() -> None:
    find_since(timezone.now() - LOOKED_BACK)


@transaction.atomic
def keep(found: list[Found]) -> int:
    """What is not there yet, each once: a key that a rule says twice is one finding."""
    by_key = {(one.rule, one.key): one for one in found}
    there = set(
        Finding.objects.filter(key__in=[one.key for one in found]).values_list("rule", "key")
    )
    new = [one for key, one in by_key.items() if key not in there]
    kept = Finding.objects.bulk_create(
        Finding(rule=one.rule, key=one.key, county_id=one.county, said=one.said) for one in new
    )
    rows = Finding.rows.through
    rows.objects.bulk_create(
        rows(finding_id=finding.pk, entry_id=entry)
        for finding, one in zip(kept, new, strict=True)
        for entry in one.evidence
    )
    return len(kept)
