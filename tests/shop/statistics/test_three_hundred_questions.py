"""Every engine answers any question alike, to the fen and the gram, and so does DuckDB, which is
asked in SQL that has nothing of ours over rows exported from the ledger."""

import csv
from datetime import date, datetime, timedelta

import duckdb
import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from shop.ledger.reach import Reaches
from shop.models import Entry, LedgerCopy, Pending, Uncopied
from shop.statistics import asking, copying
from shop.statistics.clickhouse import nodes
from shop.statistics.copied import CopyEngine
from shop.statistics.engines import LedgerEngine, SummaryEngine, Sums
from shop.statistics.question import Buyer, By, Question
from shop.statistics.rolling import roll
from shop.statistics.sources import LEDGER
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

PLACES = ["37", "370000", "3706", "370613", "50", "500157", "500105", "500237", "62", "441900"]
PARTS = {"PAIR": "PAIR PAIRHALL", "LIVE": "LIVE", "UNION": "UNION"}
AS_OF = datetime(2026, 1, 3, tzinfo=timezone.get_default_timezone())
EXPORTED = [
    "kind",
    "amount_fen",
    "weight_g",
    "parcel_count",
    "product_count",
    "occurred_on",
    "recorded_at",
    "origin",
    "destination",
    "buyer_region",
    "product_id",
    "category_id",
    "channel_id",
    "online",
    "buyer_kind",
    "recognised",
    "pairing_id",
    "pairing__east",
    "pairing__west",
    "cooperative_id",
    "organisation_id",
    "campaign_id",
]
TODAY = "CASE WHEN {0} IN ('500105', '500112') THEN '500157' ELSE {0} END"
PREFECTURE = (
    "CASE WHEN {0}[:2] IN ('11', '12', '31', '50') THEN {0}[:2] || '0000' ELSE {0}[:4] || '00' END"
)
KEYS = {
    "": "''",
    "day": "strftime(day, '%Y-%m-%d')",
    "month": "strftime(day, '%Y-%m')",
    "origin_province": "origin[:2] || '0000'",
    "origin_prefecture": PREFECTURE.format("origin"),
    "origin_county": "origin",
    "destination_province": "destination[:2] || '0000'",
    "destination_prefecture": PREFECTURE.format("destination"),
    "destination_county": "destination",
    "buyer_region": PREFECTURE.format("buyer_region"),
    "product": "product_id",
    "category": "category_id",
    "channel": "channel_id",
    "pairing": "pairing_id",
    "buyer": "buyer_kind",
    "cooperative": "cooperative_id",
    "organisation": "organisation_id",
    "campaign": "campaign_id",
}
CONDITIONS = {
    "product": "product_id = {}",
    "category": "category_id = '{}'",
    "channel": "channel_id IN (SELECT unnest(string_split('{}', ' ')))",
    "pairing": "pairing__east || '-' || pairing__west = '{}'",
    "recognised": "recognised = {}",
    "online": "online = {}",
    "buyer": "(buyer_kind = 'person') = ('{}' = 'consumer')",
    "cooperative": "cooperative_id = {}",
    "organisation": "organisation_id = {}",
    "campaign": "campaign_id = {}",
    "as_of": "recorded_at <= TIMESTAMPTZ '{}'",
}


class DuckDB:
    def __init__(self, folder):
        with open(folder / "rows.csv", "w") as file:
            csv.writer(file).writerows([EXPORTED, *Entry.objects.values_list(*EXPORTED)])
        self.connection = duckdb.connect()
        self.connection.execute(
            f"CREATE TABLE rows AS SELECT * REPLACE ({today('origin')}, {today('destination')}, "
            f"{today('buyer_region')}) FROM read_csv('{folder / 'rows.csv'}', types={{"
            "'origin': 'VARCHAR', 'destination': 'VARCHAR', 'buyer_region': 'VARCHAR', "
            "'pairing__east': 'VARCHAR', 'pairing__west': 'VARCHAR', 'recorded_at': 'TIMESTAMPTZ'})"
        )

    def answer(self, said: dict) -> list[dict]:
        years = [sums_sql(said, "0 YEARS"), sums_sql(said, "1 YEAR")]
        return [self.by_key(said, sql) for sql in years[: 1 + said["compare"]]] + (
            [] if said["compare"] else [{}]
        )

    def by_key(self, said: dict, sql: str) -> dict:
        found = self.connection.execute(sql).fetchall()
        return {
            ((by, across) if said["across"] else by): Sums(*map(int, sums))
            for by, across, *sums in found
        }


def today(column: str) -> str:
    return f"{TODAY.format(column)} AS {column}"


def sums_sql(said: dict, ago: str) -> str:
    first, last = f"DATE '{said['first']}'", f"DATE '{said['last']}'"
    conditions = [
        # Before the day after, where that is later: a leap day stands beside the 28th.
        f"occurred_on BETWEEN {first} - INTERVAL {ago} AND greatest({last} - INTERVAL {ago}, "
        f"{last} + INTERVAL 1 DAY - INTERVAL {ago} - INTERVAL 1 DAY)",
        *(f"{side} LIKE '{digits(said[side])}%'" for side in SIDES if said[side]),
        *(
            sql.format(PARTS.get(said[name], said[name]))
            for name, sql in CONDITIONS.items()
            if said[name] not in (None, "")
        ),
    ]
    return (
        f"WITH asked AS (SELECT *, greatest(occurred_on + INTERVAL {ago}, {first}) AS day, "
        "kind = 'refund' OR (kind = 'correction' AND amount_fen > 0) AS is_back "
        f"FROM rows WHERE {' AND '.join(conditions)}) "
        f"SELECT {KEYS[said['by']]}, {KEYS[said['across']]}, "
        "sum(if(is_back, 0, amount_fen)), sum(if(is_back, -amount_fen, 0)), "
        "sum(weight_g), sum(parcel_count), sum(product_count), count(*) FROM asked GROUP BY 1, 2"
    )


SIDES = ("origin", "destination", "buyer_region")


def digits(place: str) -> str:
    """Of a place as one asks of it, which counts for where it lies today."""
    place = "500157" if place in ("500105", "500112") else place
    return place[:2] if place.endswith("0000") else place


@some.composite
def questions(draw, known: dict):
    first = draw(some.dates(date(2023, 1, 1), date(2025, 12, 31)) | some.just(date(2024, 2, 29)))
    length = draw(some.sampled_from([0, 5, 27, 28, 31, 60, 366, 1000]))
    if draw(some.booleans()):
        first = first.replace(day=1)
    filters = {
        **dict.fromkeys(SIDES, some.sampled_from(PLACES)),
        **{name: some.sampled_from(ids) for name, ids in known.items()},
        "category": some.sampled_from(["FRU", "GRA"]),
        "channel": some.sampled_from(sorted(PARTS)),
        "pairing": some.sampled_from(["370600-500237", "370000-500000"]),
        "recognised": some.booleans(),
        "online": some.booleans(),
        "buyer": some.sampled_from(Buyer.values),
        "as_of": some.just(AS_OF),
    }
    said = dict.fromkeys(filters) | {"category": "", "channel": "", "pairing": "", "buyer": ""}
    for name in draw(some.lists(some.sampled_from(sorted(filters)), max_size=3, unique=True)):
        said[name] = draw(filters[name])
    by = draw(some.sampled_from(["", *By.values]))
    return {
        **said,
        "first": first,
        "last": first + timedelta(days=length),
        "by": by,
        "across": draw(some.sampled_from(["", "", *By.values])) if by else "",
        "compare": draw(some.booleans()),
    }


def question_of(said: dict, reaches: Reaches) -> Question:
    said = dict(said)
    for side in SIDES:
        said[side] = reaches.of(said[side]) if said[side] else None
    channel, pairing = said.pop("channel"), said.pop("pairing")
    return Question(
        **said,
        channels=asking.channels([channel] if channel else []),
        pairings=asking.pairings(pairing) if pairing else (),
    )


def tell_the_planner() -> None:
    """As a database does by itself once rows are committed: else it plans for an empty ledger."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_all_engines_and_duckdb_answer_alike(clickhouse, tmp_path):
    world.country()
    world.cooperative("500236")
    many = rows.many(4500)
    rows.repeat(9)
    assert Entry.objects.count() > 49_000
    tell_the_planner()
    # Rows of each kind: in a batch that is done, waiting for one, and not in the summaries yet.
    copying.begin()
    roll(at_once=20_000)
    copying.feed()
    uncopied = rows.many(180)
    roll()
    assert Uncopied.objects.count() == len(uncopied)
    pending = rows.many(180)
    assert Pending.objects.count() == len(pending)
    assert Entry.objects.count() - LedgerCopy.objects.get().rows == len(uncopied + pending)
    tell_the_planner()

    parties = ("product", "cooperative", "organisation", "campaign")
    known = {
        name: sorted({getattr(row, f"{name}_id") for row in many} - {None}) for name in parties
    }
    reaches, duck = Reaches(), DuckDB(tmp_path)
    copied = CopyEngine(reaches, nodes=nodes())
    copied.refused = fail
    engines = [LedgerEngine(reaches), SummaryEngine(reaches), copied]
    asked, from_summaries = 0, 0

    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(questions(known))
    def agree(said):
        nonlocal asked, from_summaries
        question, expected = question_of(said, reaches), duck.answer(said)
        for engine in engines:
            answer = engine.answer(question)
            assert [answer.now, answer.before] == expected, engine
        asked += 1
        from_summaries += any(part.source is not LEDGER for part in engines[1].parts(question))

    agree()
    assert asked == 300
    # Else both would be the same engine.
    assert from_summaries > 60


def fail(why: Exception) -> None:
    raise why
