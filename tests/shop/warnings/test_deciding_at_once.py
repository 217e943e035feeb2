from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from shop.ledger.reports.importing import import_report
from shop.models import Entry, Finding, FindingEvent
from shop.warnings.deciding import DecidedAlready, keep_one
from shop.warnings.finding import find_what_is_new
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows


def test_of_two_who_decide_at_once_one_decides(fresh_database):
    """Each wants another sale to count: had both their way, nothing of the box would be left."""
    world.country()
    officials = [world.official(), world.official("500000", "chongqing")]
    for channel in ("ECOM", "GOV832"):
        import_report(as_csv(rows({})), name="a.csv", channel_code=channel)
    find_what_is_new()
    finding = Finding.objects.get(rule="counted_twice")
    sales, together = sorted(finding.rows.values_list("pk", flat=True)), Barrier(2, timeout=20)

    def decide(number) -> bool:
        together.wait()
        try:
            keep_one(finding, kept=sales[number], text="same", by=officials[number])
        except DecidedAlready:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        decided = list(threads.map(decide, range(2)))
    assert sorted(decided) == [False, True]
    assert FindingEvent.objects.get().by == officials[decided.index(True)]
    left = Entry.objects.standing().filter(kind=Entry.Kind.SALE)
    assert left.get().pk == sales[decided.index(True)]
