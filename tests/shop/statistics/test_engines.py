from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from shop.ledger.reach import Reaches
from shop.models import Entry, Pending
from shop.statistics import asking
from shop.statistics.engines import LedgerEngine, SummaryEngine, Sums
from shop.statistics.question import Buyer, By, Question
from shop.statistics.rolling import roll
from shop.statistics.sources import LEDGER
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

MUNICIPALITIES = ("11", "12", "31", "50")
PLACES = [
    None,
    "37",
    "370000",
    "3706",
    "370613",
    "50",
    "500157",
    "500105",
    "500237",
    "62",
    "441900",
]


def plain_answer(question: dict, entries: list[Entry]) -> tuple[dict, dict]:
    """The same by counting row for row, with nothing of the engines."""
    now, before = defaultdict(lambda: [0] * 6), defaultdict(lambda: [0] * 6)
    for entry in entries:
        if not asked(question, entry):
            continue
        if question["first"] <= entry.occurred_on <= question["last"]:
            count(now, plain_keys(question, entry, entry.occurred_on), entry)
        if question["compare"] and (
            earlier(question["first"]) <= entry.occurred_on <= earlier(question["last"])
        ):
            count(before, plain_keys(question, entry, later(entry.occurred_on)), entry)
    return now, before


def asked(question: dict, entry: Entry) -> bool:
    return (
        all(
            question[place] is None or lies_in(getattr(entry, place), question[place])
            for place in ("origin", "destination", "buyer_region")
        )
        and question["product"] in (None, entry.product_id)
        and question["category"] in ("", entry.category_id)
        and (not question["channel"] or entry.channel_id in PARTS[question["channel"]])
        and (
            not question["pairing"]
            or (entry.pairing is not None and entry.pairing.code == question["pairing"])
        )
        and question["recognised"] in (None, entry.recognised)
        and question["online"] in (None, entry.online)
        and question["buyer"]
        in ("", "consumer" if entry.buyer_kind == "person" else "organisation")
        and (question["as_of"] is None or entry.recorded_at <= question["as_of"])
        and all(
            question[party] in (None, getattr(entry, f"{party}_id"))
            for party in ("cooperative", "organisation", "campaign")
        )
    )


PARTS = {"PAIR": {"PAIR", "PAIRHALL"}, "LIVE": {"LIVE"}, "UNION": {"UNION"}}


def lies_in(code: str, place: str) -> bool:
    digits = today(place) if len(place) == 6 else place
    while digits.endswith("00"):
        digits = digits[:-2]
    return today(code).startswith(digits)


def today(code: str) -> str:
    return "500157" if code in ("500105", "500112") else code


def plain_keys(question: dict, entry: Entry, day: date):
    by, across = (plain_key(question[name], entry, day) for name in ("by", "across"))
    return (by, across) if question["across"] else by


def plain_key(by: str, entry: Entry, day: date):
    destination = today(entry.destination)
    return {
        "": "",
        "day": day.isoformat(),
        "month": day.isoformat()[:7],
        "origin_province": entry.origin[:2] + "0000",
        "origin_county": today(entry.origin),
        "destination_province": destination[:2] + "0000",
        "origin_prefecture": prefecture(entry.origin),
        "destination_prefecture": prefecture(entry.destination),
        "destination_county": destination,
        "buyer_region": prefecture(entry.buyer_region),
        "product": entry.product_id,
        "category": entry.category_id,
        "channel": entry.channel_id,
        "pairing": entry.pairing_id,
        "buyer": entry.buyer_kind,
        "cooperative": entry.cooperative_id,
        "organisation": entry.organisation_id,
        "campaign": entry.campaign_id,
    }[by]


def prefecture(code: str) -> str:
    code = today(code)
    return code[:2] + "0000" if code[:2] in MUNICIPALITIES else code[:4] + "00"


def count(side: dict, key, entry: Entry) -> None:
    is_refund = entry.kind == "refund" or (entry.kind == "correction" and entry.amount_fen > 0)
    counted = (
        0 if is_refund else entry.amount_fen,
        -entry.amount_fen if is_refund else 0,
        entry.weight_g,
        entry.parcel_count,
        entry.product_count,
        1,
    )
    side[key] = [a + b for a, b in zip(side[key], counted, strict=True)]


def earlier(day: date) -> date:
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def later(day: date) -> date:
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


@some.composite
def questions(draw, products, parties):
    first = draw(some.dates(date(2023, 1, 1), date(2025, 12, 31)))
    length = draw(some.sampled_from([0, 5, 28, 31, 60, 366, 1000]))
    if draw(some.booleans()):
        first = first.replace(day=1)
    filters = {
        "origin": some.sampled_from(PLACES),
        "destination": some.sampled_from(PLACES),
        "buyer_region": some.sampled_from(PLACES),
        "product": some.sampled_from(products),
        "category": some.sampled_from(["FRU", "GRA"]),
        "channel": some.sampled_from(sorted(PARTS)),
        "pairing": some.sampled_from(["370600-500237", "370000-500000"]),
        "recognised": some.booleans(),
        "online": some.booleans(),
        "buyer": some.sampled_from(Buyer.values),
        "as_of": some.just(datetime(2026, 1, 3, tzinfo=timezone.get_default_timezone())),
        **{name: some.sampled_from(ids) for name, ids in parties.items()},
    }
    said = dict.fromkeys(filters)
    said |= {"category": "", "channel": "", "pairing": "", "buyer": ""}
    for name in draw(some.lists(some.sampled_from(sorted(filters)), max_size=3, unique=True)):
        said[name] = draw(filters[name])
    return {
        **said,
        "first": first,
        "last": first + timedelta(days=length),
        "by": (by := draw(some.sampled_from(["", *By.values]))),
        "across": draw(some.sampled_from(["", "", *By.values])) if by else "",
        "compare": draw(some.booleans()),
    }


def question_of(said: dict, reaches: Reaches) -> Question:
    said = dict(said)
    for place in ("origin", "destination", "buyer_region"):
        said[place] = reaches.of(said[place]) if said[place] else None
    channel, pairing = said.pop("channel"), said.pop("pairing")
    return Question(
        **said,
        channels=asking.channels([channel] if channel else []),
        pairings=asking.pairings(pairing) if pairing else (),
    )


def test_both_engines_agree_with_a_plain_sum_on_any_question():
    world.country()
    entries = rows.many(1500)
    roll(at_once=500)
    # The tail: rows written after the last roll.
    sold = [rows.a_sale(rows.Random(n), [entries[0].product], []) for n in range(200)]
    rows.write(sold, recorded_at=rows.at_end_of(date(2026, 1, 1)))
    entries = list(Entry.objects.select_related("pairing"))
    products = sorted({entry.product_id for entry in entries})
    parties = {
        name: sorted({getattr(entry, f"{name}_id") for entry in entries} - {None})
        for name in ("cooperative", "organisation", "campaign")
    }
    reaches = Reaches()
    from_summaries = 0

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(questions(products, parties))
    def agree(said):
        nonlocal from_summaries
        question = question_of(said, reaches)
        expected = tuple(
            {key: Sums(*sums) for key, sums in side.items()} for side in plain_answer(said, entries)
        )
        for engine in (LedgerEngine(reaches), SummaryEngine(reaches)):
            answer = engine.answer(question)
            assert (answer.now, answer.before) == expected, engine
        from_summaries += any(part.source is not LEDGER for part in engine.parts(question))

    agree()
    # Else both would be the same engine.
    assert from_summaries > 60


def test_old_codes_count_for_the_county_of_today():
    world.country()
    plums = rows.product()
    for code in ("500105", "500112", "500157"):
        rows.sold(plums, 10, origin=code, destination=code)
    roll()
    reaches = Reaches()
    for engine in (LedgerEngine(reaches), SummaryEngine(reaches)):
        year = Question(first=date(2022, 1, 1), last=date(2022, 12, 31), by=By.ORIGIN_COUNTY)
        assert {key: s.sold_fen for key, s in engine.answer(year).now.items()} == {"500157": 3000}
        here = year.but(origin=reaches.of("500157"), by="")
        assert engine.answer(here).now[""].sold_fen == 3000
        assert engine.answer(here.but(origin=reaches.of("500105"))).now[""].sold_fen == 3000
        there = year.but(origin=None, destination=reaches.of("500157"), by="")
        assert engine.answer(there).now[""].sold_fen == 3000


def test_a_successor_learned_of_later_counts_for_what_is_summed_already():
    world.country()
    rows.sold(rows.product(), 10, origin="500236")
    roll()
    moved = world.Region.objects.get(pk="500236")
    moved.until_year, moved.successor_id = 2025, "620524"
    moved.save()
    year = Question(first=date(2022, 1, 1), last=date(2022, 12, 31), by=By.ORIGIN_PROVINCE)
    for engine in (LedgerEngine(), SummaryEngine()):
        assert engine.answer(year).now.keys() == {"620000"}
        gansu = year.but(origin=engine.reaches.of("62"), by="")
        assert engine.answer(gansu).now[""].sold_fen == 1000
        assert engine.answer(year.but(origin=engine.reaches.of("50"))).now == {}


def test_a_leap_day_is_compared_with_the_28th():
    world.country()
    plums = rows.product()
    rows.sold(plums, 3, occurred_on=date(2023, 2, 28))
    rows.sold(plums, 5, occurred_on=date(2024, 2, 29))
    day = Question(first=date(2024, 2, 29), last=date(2024, 2, 29), compare=True, by=By.DAY)
    answer = SummaryEngine().answer(day)
    assert answer.now["2024-02-29"].sold_fen == 500
    assert answer.before["2024-02-29"].sold_fen == 300
    both = SummaryEngine().answer(day.but(first=date(2024, 2, 28)))
    assert both.before["2024-02-28"].sold_fen == 300
    spring = Question(first=date(2025, 2, 1), last=date(2025, 3, 31), compare=True, by=By.DAY)
    assert SummaryEngine().answer(spring).before["2025-02-28"].sold_fen == 500


def test_whole_months_are_read_from_a_summary_and_the_tail_from_what_is_pending():
    world.country()
    plums = rows.product()
    rows.sold(plums, 10, occurred_on=date(2022, 7, 9))
    roll()
    rows.sold(plums, 20, occurred_on=date(2022, 7, 10))
    assert Pending.objects.count() == 1
    july = Question(first=date(2022, 7, 1), last=date(2022, 7, 31))
    engine = SummaryEngine()
    summary, tail = engine.parts(july)
    assert summary.source is not LEDGER
    assert tail.pending_only
    assert engine.answer(july).now[""].sold_fen == 3000


def test_what_was_recorded_later_is_not_in_what_was_reported(django_assert_num_queries):
    world.country()
    plums = rows.product()
    rows.sold(plums, 10, recorded_at=rows.at_end_of(date(2022, 7, 31)))
    rows.sold(plums, 20, recorded_at=rows.at_end_of(date(2022, 8, 2)))
    roll()
    july = Question(
        first=date(2022, 7, 1),
        last=date(2022, 7, 31),
        as_of=rows.at_end_of(date(2022, 8, 1)),
    )
    engine = SummaryEngine()
    assert engine.reaches.cross_provinces is False
    with django_assert_num_queries(1):
        assert engine.answer(july).now[""].sold_fen == 1000


def test_a_question_about_nothing_has_no_keys():
    world.country()
    day = Question(first=date(2022, 7, 1), last=date(2022, 7, 1), compare=True)
    answer = SummaryEngine().answer(day)
    assert (answer.now, answer.before) == ({}, {})
