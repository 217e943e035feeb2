"""What was sold since 2021: reports of sixteen channels, month by month.

The rows of a month depend on nothing but the month, so that each run tells the same history; only
where it ends depends on the day. Each report is handed in some days after its period, a few of
them weeks late, so that figures as reported on a day differ from those of today.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from random import Random

from django.utils import timezone

from cms.pages.demo import season
from producers.cooperatives.models import RecognitionsOf
from producers.regions.codes import MUNICIPALITIES, prefecture_of
from producers.regions.models import Region
from producers.regions.pairing import Pairings
from producers.regions.resolving import Places
from shop.catalogue.models import Offer, Product
from shop.channels.models import Channel
from shop.ledger.models import ChannelReport, Direction, Entry, ReportLine
from shop.ledger.reports import columns as c
from shop.ledger.reports.completeness import period_of
from shop.ledger.reports.lines import Line
from shop.ledger.reports.models import ReportEvent
from shop.ledger.reports.storing import refunds_of, report_lines, speak_for
from shop.ledger.writing import write
from shop.money import yuan
from shop.weight import label

FIRST_YEAR = 2021


@dataclass(frozen=True)
class Way:
    """How a channel sells: how often, to whom, how many packs at once, and how often it reports."""

    share: int
    online: bool
    buyer: str
    packs: tuple[int, int]
    months: int = 3
    unit: str = ""
    paired: bool = False


WAYS = {
    "ECOM": Way(30, True, "person", (2, 60), months=1),
    "LIVE": Way(11, True, "person", (10, 160), months=1),
    "GOV832": Way(12, True, "budget_unit", (8, 120), months=1, unit="机关食堂"),
    "PAIR": Way(12, True, "person", (4, 60), months=1, paired=True),
    "PAIRHALL": Way(5, False, "person", (2, 40), paired=True),
    "UNION": Way(6, False, "union", (20, 240), unit="总工会"),
    "GOVRSV": Way(4, False, "budget_unit", (8, 100), unit="学校食堂"),
    "FIXED": Way(3, False, "designated_unit", (10, 150), unit="定点帮扶办公室"),
    "SOE": Way(4, False, "state_firm", (20, 260), unit="能源集团"),
    "SOCIAL": Way(3, False, "social_organisation", (8, 120), unit="商会"),
    "MARKET": Way(8, False, "supermarket", (60, 700), unit="超市连锁"),
    "ZHUANGUAN": Way(3, False, "person", (2, 40)),
    "ZHUANQU": Way(3, False, "person", (2, 40)),
    "ZHUANGUI": Way(2, False, "person", (1, 16)),
    "VILLAGE": Way(2, False, "person", (2, 30)),
    "EXPO": Way(3, False, "person", (4, 80)),
}
# How much of the goods goes to which province.
PULL = {
    "44": 13, "32": 10, "33": 10, "37": 8, "31": 9, "11": 9, "50": 7, "51": 6, "42": 5, "43": 4,
    "35": 5, "41": 4, "34": 4, "12": 3, "13": 3, "61": 3, "36": 2, "21": 3, "45": 2, "53": 2,
    "52": 2, "14": 2, "22": 1, "23": 1, "15": 1, "62": 1, "64": 1, "46": 1, "65": 1,
}  # fmt: skip
GROWTH = {2021: 0.62, 2022: 0.78, 2023: 0.92, 2024: 1.0, 2025: 1.1, 2026: 1.18}
ROWS_A_MONTH = 8.4


def load(say: Callable[[str], None], *, until: int | None = None) -> int:
    """Write the reports, to the end of a year or to today. Gives how many rows the ledger has of
    them."""
    scribe = Scribe()
    written = 0
    for year in range(FIRST_YEAR, (until or scribe.today.year) + 1):
        for handed_in, channel, lines in reports_of(year, scribe):
            written += hand_in(handed_in, channel, lines, scribe)
        say(f"sales of {year}, {written:,} rows of the ledger so far")
    return written


def hand_in(handed_in: datetime, channel: Channel, lines: list[Line], scribe: "Scribe") -> int:
    digest = sha256("".join(line.order_no for line in lines).encode()).hexdigest()
    days = [line.sold_on for line in lines]
    report = ChannelReport.objects.create(
        channel=channel,
        first_day=period_of(min(days), 1)[0],
        last_day=period_of(max(days), 1)[1],
        file_name=f"消费帮扶销售台账-{channel.code}-{handed_in:%Y%m%d}.xlsx",
        sha256=digest,
        sheet="销售台账",
        rows=len(lines),
        new=len(lines),
    )
    ChannelReport.objects.filter(pk=report.pk).update(handed_in_at=handed_in)
    ReportEvent.objects.create(report=report, kind=report.status, at=handed_in)
    speak_for(report, {line.county_today for line in lines})
    kept = report_lines(lines, set(), report=report, channel=channel)
    entries = [
        scribe.entry(line, report_line, channel)
        for line, report_line in zip(lines, kept, strict=True)
    ]
    sales = write(entries, recorded_at=handed_in)
    return len(sales) + len(write(refunds_of(lines, sales), recorded_at=handed_in))


def reports_of(year: int, scribe: "Scribe") -> list[tuple[datetime, Channel, list[Line]]]:
    """The year's reports in the order in which they were handed in."""
    periods = defaultdict(list)
    for month in range(1, 13):
        for code, line in scribe.sales_of(year, month):
            months = WAYS[code].months
            periods[code, (month - 1) // months * months + months].append(line)
    reports = []
    for (code, end), lines in periods.items():
        handed_in = handed_in_at(code, year, end)
        if handed_in > timezone.now():
            handed_in, lines = so_far(lines, scribe.today)
        if lines:
            numbered = [replace(line, row=n) for n, line in enumerate(lines, start=5)]
            reports.append((handed_in, scribe.channels[code], numbered))
    return sorted(reports, key=lambda report: (report[0], report[1].code))


def so_far(lines: list[Line], today: date) -> tuple[datetime, list[Line]]:
    """A period whose report is still to come: what was known yesterday evening was handed in."""
    evening = timezone.make_aware(datetime.combine(today - timedelta(days=1), time(18)))
    return evening, [line for line in lines if max(line.sold_on, line.refunded_on) < today]


def handed_in_at(code: str, year: int, month: int) -> datetime:
    """Between the 3rd and the 12th of the next month; one of eight up to two months late."""
    rng = Random(f"handed in {code} {year} {month}")
    day = date(year, month, monthrange(year, month)[1]) + timedelta(days=rng.randint(3, 12))
    if rng.random() < 0.125:
        day += timedelta(days=rng.randint(14, 56))
    at = time(rng.randint(9, 17), rng.randint(0, 59))
    return timezone.make_aware(datetime.combine(day, at))


class Scribe:
    """Knows the goods, the places and the rules, and writes the lines of a month."""

    def __init__(self):
        self.today = timezone.localdate()
        self.channels = Channel.objects.in_bulk()
        self.places = Places()
        self.pairings = Pairings()
        goods = Product.objects.published().select_related("listed_by", "county")
        self.goods = list(goods.order_by("pk"))
        offers = Offer.objects.order_by("product_id", "net_g")
        self.by_name = {(product.county_id, product.name_zh): product for product in self.goods}
        self.partners_of = {}
        self.offers = defaultdict(list)
        for offer in offers:
            self.offers[offer.product_id].append(offer)
        self.sellers = {product.listed_by_id for product in self.goods}
        self.recognised = {}
        self.earlier = defaultdict(list)
        for old, new in self.places.moved.items():
            self.earlier[new].append(old)
        self.cities = defaultdict(list)
        for region in self.places.regions.values():
            if region.until_year is None and is_city(region):
                self.cities[region.code[:2]].append(region.code)

    def sales_of(self, year: int, month: int) -> Iterator[tuple[str, Line]]:
        if date(year, month, 1) > self.today:
            return
        for product in self.goods:
            rng = Random(f"{product.slug} {year} {month}")
            for _ in range(how_many(product, year, month, rng)):
                sale = self.sale(product, year, month, rng)
                if sale and not season.covers(*sale):
                    yield sale
        if month in season.MONTHS:
            plums = next(product for product in self.goods if product.slug == season.PLUMS)
            for code, day, place, fen, refund_fen, rng in season.sales(year, month, self.cities):
                if day < self.today:
                    yield (
                        code,
                        self.line(
                            code, plums, day, place, rng, amount_fen=fen, refund_fen=refund_fen
                        ),
                    )

    def sale(self, product: Product, year: int, month: int, rng: Random):
        code = rng.choices(list(WAYS), [way.share for way in WAYS.values()])[0]
        day = date(year, month, rng.randint(1, monthrange(year, month)[1]))
        place = self.destination(product, WAYS[code], day, rng)
        if place is None or day >= self.today:
            return None
        return code, self.line(code, product, day, place, rng)

    def destination(self, product: Product, way: Way, day: date, rng: Random) -> str | None:
        """A city. Goods of a paired place go to its partner more often than elsewhere."""
        partners = self.partners(product, day)
        if way.paired and not partners:
            return None
        if partners and (way.paired or rng.random() < 0.2):
            return rng.choice(partners)
        province = rng.choices(list(PULL), list(PULL.values()))[0]
        if province == "50" and day.year < 2025 and rng.random() < 0.3:
            return rng.choice(["500105", "500112"])
        return rng.choice(self.cities[province])

    def partners(self, product: Product, day: date) -> list[str]:
        """Cities of the east that this county is paired with, the closest pair before the rest."""
        key = (product.county_id, day.year)
        if key not in self.partners_of:
            self.partners_of[key] = self.cities_paired_with(product.county_id, day)
        return self.partners_of[key]

    def cities_paired_with(self, county: str, day: date) -> list[str]:
        line, found = self.pairings.line_of(county), []
        for pairing in self.pairings.pairings:
            if pairing.west_id in line and pairing.holds_on(day):
                province = pairing.east_id[:2]
                if pairing.east_id.endswith("0000"):
                    found += self.cities[province][:6]
                else:
                    found += [prefecture_of(pairing.east_id)] * 4
        return found

    def line(
        self,
        code: str,
        product: Product,
        day: date,
        place: str,
        rng: Random,
        *,
        amount_fen: int | None = None,
        refund_fen: int | None = None,
    ) -> Line:
        way, offer = WAYS[code], rng.choice(self.offers[product.pk])
        if amount_fen is None:
            packs = round(way.packs[0] * (way.packs[1] / way.packs[0]) ** rng.random())
            amount_fen = packs * offer.price_fen * rng.randint(90, 100) // 100
        else:
            packs = max(1, round(amount_fen / offer.price_fen))
        if refund_fen is None:
            refund_fen = refund_of(amount_fen, rng)
        refunded_on = same_month(day, rng.randint(1, 9)) if refund_fen else day
        origin = self.of_the_day(product.county_id, day)
        destination = self.of_the_day(place, day)
        line = Line(
            row=0,
            order_no=f"{code}{day:%y%m%d}{rng.randrange(10**8):08}",
            sold_on=day,
            origin=origin,
            county_today=product.county_id,
            product=product.name_zh,
            category_id=product.category_id,
            pack=label(offer.net_g),
            packs=packs,
            weight_g=packs * offer.net_g,
            amount_fen=amount_fen,
            refund_fen=refund_fen,
            refunded_on=refunded_on,
            destination=destination,
            buyer_region=destination,
            buyer_kind=way.buyer,
            buyer_unit=f"{destination.name_then}{way.unit}" if way.unit else "",
            online=way.online,
            supplier=product.listed_by.name_zh,
            recognition=self.recognition(product, day),
            values={},
        )
        return replace(line, values=cells_of(line, code))

    def entry(self, line: Line, report_line: ReportLine, channel: Channel) -> Entry:
        """What an import makes of the line, which is the only one of its parcel."""
        pairing, direction = self.pairings.of(
            origin=line.origin.code, destination=line.destination.code, on=line.sold_on
        ) or (None, Direction.NONE)
        return Entry(
            source=report_line.source,
            kind=Entry.Kind.SALE,
            occurred_on=line.sold_on,
            amount_fen=line.amount_fen,
            weight_g=line.weight_g,
            parcel_count=1,
            product_count=1,
            packs=line.packs,
            pack_zh=line.pack,
            origin=line.origin.code,
            origin_name=line.origin.name_then,
            destination=line.destination.code,
            destination_name=line.destination.name_then,
            buyer_region=line.buyer_region.code,
            product=self.by_name[line.county_today, line.product],
            product_name=line.product,
            category_id=line.category_id,
            supplier_name=line.supplier,
            channel=channel,
            online=line.online,
            buyer_kind=line.buyer_kind,
            organisation_name=line.buyer_unit,
            recognised=bool(line.recognition),
            recognition_number=line.recognition,
            pairing=pairing,
            direction=direction,
            report_line=report_line,
        )

    def of_the_day(self, code: str, day: date) -> Region:
        """The place under the code it had then."""
        for known in (code, *self.earlier[code]):
            if region := self.places.in_force_on(known, day):
                return region
        raise LookupError(f"{code} had no code on {day}.")

    def recognition(self, product: Product, day: date) -> str:
        if day.year not in self.recognised:
            on = date(day.year, 1, 1)
            self.recognised[day.year] = RecognitionsOf(self.sellers, on=on)
        return self.recognised[day.year].number_for(
            cooperative_id=product.listed_by_id, product_zh=product.name_zh
        )


def same_month(day: date, later: int) -> date:
    """Some days later, so that a report holds the sale with its return."""
    return day.replace(day=min(day.day + later, monthrange(day.year, day.month)[1]))


def is_city(region: Region) -> bool:
    """What a report names as where goods went: a prefecture, or a municipality itself."""
    if region.code[:2] in MUNICIPALITIES:
        return region.level == Region.Level.PROVINCE
    return region.level == Region.Level.PREFECTURE


def how_many(product: Product, year: int, month: int, rng: Random) -> int:
    """Rows of a product in a month: by its season, and by how much it is known for."""
    fame = 0.35 + Random(f"fame {product.slug}").random() * 1.3
    if product.slug == season.PLUMS:
        fame = 3.0
    in_season = 1.0 if month in product.season_months else 0.1
    if product.shelf_life_days < 30 and in_season < 1:
        return 0
    mean = ROWS_A_MONTH * fame * in_season * GROWTH.get(year, 1.2)
    return int(mean + rng.random() * mean * 0.6 - mean * 0.3 + rng.random())


def refund_of(amount_fen: int, rng: Random) -> int:
    """One sale of twenty-five is returned, a third of them in full."""
    if rng.random() >= 0.04:
        return 0
    return amount_fen if rng.random() < 0.33 else amount_fen * rng.randint(5, 40) // 100


def cells_of(line: Line, code: str) -> dict[str, str]:
    """The line as its file had it."""
    cells = {
        c.ORDER_NO: line.order_no,
        c.SOLD_ON: line.sold_on.isoformat(),
        c.CHANNEL: code,
        c.COUNTY_CODE: line.origin.code,
        c.COUNTY: line.origin.name_then,
        c.SUPPLIER: line.supplier,
        c.RECOGNITION: line.recognition,
        c.PRODUCT: line.product,
        c.CATEGORY: line.category_id,
        c.PACK: line.pack,
        c.PACKS: str(line.packs),
        c.WEIGHT: str(line.weight_g),
        c.AMOUNT: yuan(line.amount_fen),
        c.REFUND: yuan(line.refund_fen) if line.refund_fen else "",
        c.REFUNDED_ON: line.refunded_on.isoformat() if line.refund_fen else "",
        c.BUYER_KIND: line.buyer_kind,
        c.BUYER_UNIT: line.buyer_unit,
        c.TO_CITY_CODE: line.destination.code,
        c.ONLINE: "线上" if line.online else "线下",
    }
    return {column: said for column, said in cells.items() if said}
