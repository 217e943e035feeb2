"""Every number in every table of the pages of figures, and of the workbooks taken from them, beside
a sum in plain SQL over the ledger."""

import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from producers.models import Cooperative
from shop import money, weight
from shop.ledger.writing import write
from shop.models import Organisation
from shop.statistics.rolling import roll
from shop.templatetags.figures import change, percent, signed
from tests import world
from tests.shop.statistics import rows
from tests.shop.statistics.in_sql import KEYS, ORIGIN, Sums, sums
from tests.shop.statistics.tables import Cell, address_of, tables_on

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2024, 12, 15), date(2025, 10, 16)
SPRING = {"since": "2025-02-10", "until": "2025-04-09"}
PLUMS = {"product": "wushan-cuili"}
EVERYWHERE = "1 = 1"
FROM_CHONGQING = f"substr({ORIGIN}, 1, 2) = '50'"
FROM_YANTAI, TO_YANTAI, BY_YANTAI = (
    f"substr({end}, 1, 4) = '3706'" for end in ("origin", "destination", "buyer_region")
)
OF_PLUMS = f"{KEYS['product']} = 'wushan-cuili'"
BY_UNITS = "buyer_kind <> 'person'"
COOPERATIVE, UNIT = "93500237MA5U900001", "81370600MC9000001X"
OF_THE_COOPERATIVE = f"{KEYS['cooperative']} = '{COOPERATIVE}'"
IN_THE_CAMPAIGN = "campaign_id IS NOT NULL"
OF_THE_UNIT = f"{KEYS['organisation']} = '{UNIT}'"
# The official's place, the page, what is asked, of which rows, and each block of the page by what
# it is taken apart, with rows of its own where it has.
CASES = [
    ("500000", "", {}, FROM_CHONGQING, {"parts": "destination_province", "series": "month"}),
    ("500000", "", SPRING, FROM_CHONGQING, {"parts": "destination_province", "series": "day"}),
    (
        "500000",
        "county",
        {"other": "370600"},
        f"{FROM_CHONGQING} AND {TO_YANTAI}",
        {
            "parts": "product",
            "series": "month",
            "destination_province": "destination_province",
            "channel": "channel",
        },
    ),
    (
        "370600",
        "city",
        {},
        TO_YANTAI,
        {
            "parts": "origin_county",
            "units": ("organisation", f"{BY_YANTAI} AND {BY_UNITS}"),
            "back": ("product", FROM_YANTAI),
            "series": "month",
        },
    ),
    (
        "370600",
        "city",
        {"side": "origin"},
        FROM_YANTAI,
        {
            "parts": "destination_province",
            "units": ("organisation", f"{FROM_YANTAI} AND {BY_UNITS}"),
            "back": ("product", TO_YANTAI),
            "series": "month",
        },
    ),
    (
        "370600",
        "city",
        {"side": "buyer_region", "organisation": UNIT, "by": "product"},
        f"{BY_YANTAI} AND {OF_THE_UNIT}",
        {
            "parts": "product",
            "units": ("organisation", f"{BY_YANTAI} AND {BY_UNITS} AND {OF_THE_UNIT}"),
            "back": ("product", f"{FROM_YANTAI} AND {OF_THE_UNIT}"),
            "series": "month",
        },
    ),
    ("500000", "product", {}, FROM_CHONGQING, {"product": "product"}),
    (
        "500000",
        "product",
        PLUMS,
        f"{FROM_CHONGQING} AND {OF_PLUMS}",
        {"parts": "destination_province", "series": "month", "channel": "channel"},
    ),
    (
        "370600",
        "channel",
        {"channel": "PAIR"},
        f"{TO_YANTAI} AND channel_id IN ('PAIR', 'PAIRHALL')",
        {"parts": "channel", "series": "month", "product": "product"},
    ),
    (
        "500000",
        "campaign",
        {},
        FROM_CHONGQING,
        {"parts": "campaign", "series": "month", "product": "product"},
    ),
    (
        "500000",
        "campaign",
        {"campaign": "live-1", "by": "product"},
        f"{FROM_CHONGQING} AND {IN_THE_CAMPAIGN}",
        {"parts": "product", "series": "month", "product": "product"},
    ),
    ("500000", "cooperative", {}, FROM_CHONGQING, {"cooperative": "cooperative"}),
    (
        "500000",
        "cooperative",
        {"cooperative": COOPERATIVE},
        f"{FROM_CHONGQING} AND {OF_THE_COOPERATIVE}",
        {
            "parts": "product",
            "series": "month",
            "destination_province": "destination_province",
        },
    ),
    ("500000", "provinces", {}, FROM_CHONGQING, {"tiles": "destination_province"}),
    (
        None,
        "provinces",
        {"side": "destination", "online": "online"},
        "online",
        {"tiles": "origin_province"},
    ),
]


@dataclass(frozen=True)
class Told:
    """A line as the page and the workbook are to tell it."""

    key: str
    now: Sums
    before: Sums
    whole: Sums
    whole_before: Sums
    counts_products: bool

    @property
    def orders(self) -> int:
        return self.now.products if self.counts_products else self.now.parcels

    @property
    def is_nothing(self) -> bool:
        """What was sold and undone on the same day is told by no page."""
        counted = "products" if self.counts_products else "parcels"
        told = ("sold", "refunded", "grams", counted)
        return not any(getattr(side, name) for side in (self.now, self.before) for name in told)

    @property
    def growth(self) -> float | None:
        return grown(self.now, self.before)

    @property
    def share(self) -> float | None:
        return self.now.fen / self.whole.fen if self.whole.fen > 0 else None

    @property
    def points(self) -> float | None:
        if not (self.whole.fen > 0 and self.whole_before.fen > 0):
            return None
        return (self.share - self.before.fen / self.whole_before.fen) * 100

    def on_the_page(self, block: str, *, is_total: bool = False) -> list[str]:
        beside = f"{percent(self.share)} {signed(self.points)}"
        growth = then(self.growth, self.before)
        if block == "series":
            beside, growth = amount(self.before.fen), change(self.growth)
        if is_total:
            beside = percent(self.share)
        return [amount(self.now.fen), beside, growth, grams(self.now.grams), str(self.orders)]

    def in_the_workbook(self) -> list:
        return [
            self.key,
            *(yuan(self.now.fen), self.now.grams / 1000, self.orders),
            *(yuan(self.now.sold), yuan(self.now.refunded)),
            *(hundredths(self.share), hundredths(self.points, 1), yuan(self.before.fen)),
            hundredths(self.growth),
        ]


def told_by(key: str, where: str, first: date, last: date, *, of_a_product: bool):
    """The lines in the order they stand in, and their total."""
    now, before = sums(KEYS[key], where, first, last), {}
    for found, numbers in sums(KEYS[key], where, year_before(first), year_before(last)).items():
        found = a_year_on(found) if key in ("day", "month") else found
        before[found] = before.get(found, Sums()) + numbers
    wholes = [sum(side.values(), Sums()) for side in (now, before)]
    by_products = of_a_product or key == "product"

    def told(found: str, *sides: Sums) -> Told:
        return Told(found, *sides, *wholes, by_products)

    lines = [
        told(found, now.get(found, Sums()), before.get(found, Sums()))
        for found in now.keys() | before.keys()
    ]
    lines = [line for line in lines if not line.is_nothing]
    in_time = key in ("day", "month")
    lines.sort(key=lambda line: (0 if in_time else -line.now.fen, line.key))
    return lines, told("", *wholes)


def year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


def a_year_on(key: str) -> str:
    """A leap day stands under the day before it."""
    return f"{int(key[:4]) + 1}{key[4:]}".replace("-02-29", "-02-28")


def grown(now: Sums, before: Sums) -> float | None:
    return (now.fen - before.fen) / before.fen if before.fen > 0 else None


def amount(fen: int) -> str:
    return f"{money.ten_thousands(fen)} ¥{money.yuan(fen)}"


def then(growth: float | None, before: Sums) -> str:
    return f"{change(growth)} ¥{money.yuan(before.fen)}"


def grams(number: int) -> str:
    return f"{weight.tonnes(number)} {weight.kilograms(number)} kg"


def yuan(fen: int) -> float:
    return float(Decimal(fen) / 100)


def hundredths(number: float | None, times: int = 100) -> float | None:
    return None if number is None else float(round(Decimal(number) * times, 2))


@pytest.fixture
def ledger():
    """A few hundred sales at random, the last of them in no summary yet, with some of which only
    the province or the city is known."""
    world.country()
    world.cooperative(credit_code=COOPERATIVE)
    rows.many(360)
    Organisation.objects.update(tax_number=UNIT)
    random = Random(2025)
    goods = list(rows.Product.objects.all())
    parties = {"cooperative": [None, *Cooperative.objects.all()]}
    for at_last in (False, True):
        sales = [rows.a_sale(random, goods, parties=parties) for _ in range(90)]
        for number, sale in enumerate(sales):
            sale.occurred_on = LAST - timedelta(days=random.randrange(18) + 364 * (number % 2))
            sale.destination = random.choice([*rows.PLACES, "370000", "370600"])
            sale.origin = random.choice([*rows.ORIGINS, "500000", "620500"])
        write(sales)
        if not at_last:
            roll()


def asked_of(client, region: str | None, slug: str, asked: dict):
    """The page's HTML, and its workbook's sheets as values."""
    client.force_login(
        world.User.objects.filter(email=f"o{region}@shanhuo.example").first()
        or world.official(region, f"o{region}")
    )
    asked = {"since": FIRST, "until": LAST, "by": "", **asked}
    shown = client.get(address_of(slug), asked)
    book = client.get(f"{address_of(slug)}figures.xlsx", asked)
    sheets = load_workbook(io.BytesIO(book.content)).worksheets
    return shown.text, [[list(row) for row in sheet.values] for sheet in sheets]


def test_every_line_and_share_is_what_sql_adds_up(client, ledger):
    faults, compared = [], 0
    for region, slug, asked, rows_asked, blocks in CASES:
        period = [
            date.fromisoformat(asked.get(*end))
            for end in (("since", str(FIRST)), ("until", str(LAST)))
        ]
        shown, sheets = asked_of(client, region, slug, asked)
        tables = tables_on(shown)
        assert {name for name in tables if tables[name]} == blocks.keys(), (region, slug, asked)
        of_a_product = "product" in asked
        # The last sheet says what was asked.
        for (block, of), sheet in zip(blocks.items(), sheets[:-1], strict=True):
            key, where = (of, rows_asked) if isinstance(of, str) else of
            lines, total = told_by(key, where, *period, of_a_product=of_a_product)
            wanted = [line.on_the_page(block) for line in lines]
            if block != "series":
                wanted.append(total.on_the_page(block, is_total=True))
            on_page = [[cell.says for cell in row.cells] for row in tables[block]]
            in_book = [[row[0] or "", *row[2:]] for row in sheet[1:]]
            wanted_in_book = [line.in_the_workbook() for line in [*lines, total]]
            compared += len(wanted)
            faults += differing((region, slug, asked, block, "page"), on_page, wanted)
            faults += differing((region, slug, asked, block, "book"), in_book, wanted_in_book)
            if block != "series":
                in_order = [key_of(row.cells[0]) for row in tables[block]]
                keys = [line.key for line in [*lines, total]]
                faults += differing((region, slug, asked, block, "order"), in_order, keys)
    assert faults == []
    assert compared > 200


def differing(where: tuple, found: list, wanted: list) -> list:
    if len(found) != len(wanted):
        return [(where, len(found), len(wanted))]
    return [(where, *pair) for pair in zip(found, wanted, strict=True) if pair[0] != pair[1]]


def key_of(cell: Cell, name: str = "key") -> str:
    """By which it asks for its rows."""
    asked = parse_qs(urlsplit(cell.url).query, keep_blank_values=True)
    return asked.get(name, [""])[0]


def test_the_figures_of_the_total_are_what_sql_adds_up(client, ledger):
    shown, _sheets = asked_of(client, "500000", "county", {**PLUMS, "other": "370600"})
    told = re.findall(r'figure__value"><a [^>]*>(.*?)</a>', shown)
    of_all = f"{FROM_CHONGQING} AND {OF_PLUMS}"
    _lines, whole = told_by("channel", of_all, FIRST, LAST, of_a_product=True)
    _lines, part = told_by("channel", f"{of_all} AND {TO_YANTAI}", FIRST, LAST, of_a_product=True)
    share, before = part.now.fen / whole.now.fen, part.before.fen / whole.before.fen
    assert told[:8] == [
        money.ten_thousands(part.now.fen),
        weight.tonnes(part.now.grams),
        str(part.orders),
        money.ten_thousands(part.now.refunded),
        f"{part.now.fen / part.now.grams * 10:.2f}",
        percent(share),
        signed((share - before) * 100),
        change(part.growth),
    ]


def test_the_flows_are_what_sql_adds_up(client, ledger):
    for region, ends, where in (
        ("500000", ("origin_county", "destination_prefecture"), FROM_CHONGQING),
        ("370600", ("origin_county", "destination_prefecture"), TO_YANTAI),
        (None, ("origin_province", "destination_province"), EVERYWHERE),
    ):
        shown, (sheet, _question) = asked_of(client, region, "flows", {})
        pair = " || '>' || ".join(f"({KEYS[end]})" for end in ends)
        found = sums(pair, where, FIRST, LAST)
        wanted = {key: numbers.fen for key, numbers in found.items() if numbers != Sums()}
        assert {f"{row[0]}>{row[2]}": row[4] for row in sheet[1:]} == {
            key: yuan(fen) for key, fen in wanted.items()
        }
        origins, destinations = largest(wanted, 0, 12), largest(wanted, 1, 8)
        told = {}
        for (origin, whole), row in zip(origins.items(), tables_on(shown)["flows"], strict=True):
            *cells, to_all = row.cells
            assert (key_of(to_all), to_all.says) == (origin, money.ten_thousands(whole))
            for cell in cells:
                if cell.url:
                    told[f"{key_of(cell)}>{key_of(cell, 'across_key')}"] = cell.says
        between = {f"{origin}>{to}" for origin in origins for to in destinations}
        assert told == {k: money.ten_thousands(fen) for k, fen in wanted.items() if k in between}


def largest(flows: dict[str, int], end: int, most: int) -> dict[str, int]:
    sums_ = Counter()
    for key, fen in flows.items():
        sums_[key.split(">")[end]] += fen
    return dict(sums_.most_common(most))


def test_three_years_are_what_sql_adds_up(client, ledger):
    shown, (sheet, _question) = asked_of(client, "500000", "years", {})
    years, first, last = [], FIRST, LAST
    for ago in range(3):
        found = sums(KEYS["month"], FROM_CHONGQING, first, last)
        years.append({f"{int(key[:4]) + ago}{key[4:]}": sums_ for key, sums_ in found.items()})
        first, last = year_before(first), year_before(last)
    months = ["2024-12", *(f"2025-{month:02}" for month in range(1, 11))]
    wanted = [(month, [year.get(month, Sums()) for year in years]) for month in months]
    wanted.append(("Total", [sum(year.values(), Sums()) for year in years]))
    told = [(row.name.says, [cell.says for cell in row.cells]) for row in tables_on(shown)["years"]]
    assert told == [
        (
            label,
            [
                *(amount(one.fen) for one in sides),
                *(change(grown(*pair)) for pair in (sides[:2], sides[1:])),
            ],
        )
        for label, sides in wanted
    ]
    assert sheet[1:] == [
        [
            label,
            *(yuan(one.fen) for one in sides),
            *(hundredths(grown(*pair)) for pair in (sides[:2], sides[1:])),
        ]
        for label, sides in wanted
    ]


def test_a_season_is_what_sql_adds_up_since_its_opening(client, ledger):
    until = "2025-07-10"
    shown, (sheet, _question) = asked_of(client, "500000", "season", {**PLUMS, "until": until})
    where = f"{FROM_CHONGQING} AND {OF_PLUMS}"
    seasons = []
    # One begins in June, and is over when the next begins.
    for first, last in (
        (date(2025, 6, 1), date(2025, 7, 10)),
        (date(2024, 6, 1), date(2025, 5, 31)),
        (date(2023, 6, 1), date(2024, 5, 31)),
    ):
        by_day = sums(KEYS["day"], where, first, last)
        opened = date.fromisoformat(min(day for day, one in by_day.items() if one.sold > 0))
        seasons.append((opened, last))
    day = (seasons[0][1] - seasons[0][0]).days + 1
    numbers = [*range(7, day, 7), day]
    wanted = []
    for number in numbers:
        ends = [min(opened + timedelta(number - 1), last) for opened, last in seasons]
        wanted.append(
            [
                sum(sums("''", where, opened, end).values(), Sums()).fen
                for (opened, _last), end in zip(seasons, ends, strict=True)
            ]
        )
    told = [[cell.says for cell in row.cells] for row in tables_on(shown)["season"]]
    assert len(numbers) > 2
    assert told == [[amount(fen) for fen in sides] for sides in wanted]
    assert sheet[1] == ["Opening", *(opened.isoformat() for opened, _last in seasons)]
    assert sheet[2:] == [
        [number, *map(yuan, sides)] for number, sides in zip(numbers, wanted, strict=True)
    ]
    growth = (wanted[-1][0] - wanted[-1][1]) / wanted[-1][1]
    assert f">{change(growth)}</span>" in shown


STANDING = {
    (False, False): "ahead",
    (True, False): "behind the week before",
    (False, True): "behind last year",
    (True, True): "behind both",
}


def test_the_weekly_dispatch_is_what_sql_adds_up(client, ledger):
    # LAST is a Thursday.
    monday = date(2025, 10, 6)
    for region, key, where, expected in (
        ("500000", "origin_county", FROM_CHONGQING, {"500236", "500237"}),
        ("500237", "cooperative", "origin = '500237'", set()),
        (None, "origin_province", EVERYWHERE, set()),
    ):
        weeks = []
        for first in (monday, monday - timedelta(7), monday - timedelta(364)):
            weeks.append(sums(KEYS[key], where, first, first + timedelta(6)))
        totals = [sum(week.values(), Sums()) for week in weeks]
        lines = [
            (name, [week.get(name, Sums()) for week in weeks]) for name in expected.union(*weeks)
        ]
        lines.sort(key=lambda line: (-line[1][0].fen, line[0]))
        lines.append(("", totals))
        shown, (sheet, _question) = asked_of(client, region, "dispatch", {})
        table = tables_on(shown)["dispatch"]
        assert len(table) > 2
        assert [[cell.says for cell in row.cells] for row in table] == [
            [
                amount(now.fen),
                then(grown(now, week), week),
                then(grown(now, year), year),
                str(now.parcels),
                STANDING[now.fen < week.fen, now.fen < year.fen] if now.sold else "sold nothing",
            ]
            for _name, (now, week, year) in lines
        ]
        assert [[row[0] or "", *row[2:]] for row in sheet[1:]] == [
            [
                name,
                *(yuan(now.fen), yuan(week.fen), hundredths(grown(now, week))),
                *(yuan(year.fen), hundredths(grown(now, year))),
            ]
            for name, (now, week, year) in lines
        ]
