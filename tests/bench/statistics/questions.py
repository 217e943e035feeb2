"""What is asked: the ten questions of the trials (STATISTICS), and those of the pages. Each for us
and, over the exported rows, in the SQL of DuckDB."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from shop.ledger.reach import Reaches
from shop.statistics.question import Buyer, By, Question

FIRST, LAST = date(2026, 1, 1), date(2026, 11, 23)
YEARS = date(2023, 12, 1)
REPORTED = {"last": date(2026, 5, 31), "as_of": datetime(2026, 6, 10, tzinfo=UTC)}
SUMS = (
    "sum(if(sold, amount_fen, 0)), sum(if(sold, 0, -amount_fen)), sum(weight_g), "
    "sum(parcel_count), sum(product_count), count(*)"
)


@dataclass(frozen=True)
class Asked:
    name: str
    by: str = ""
    across: str = ""
    first: date = FIRST
    last: date = LAST
    compare: bool = False
    origin: str = ""
    destination: str = ""
    buyer_region: str = ""
    filters: dict = field(default_factory=dict)
    as_of: datetime | None = None

    def question(self, reaches: Reaches) -> Question:
        places = {side: reaches.of(getattr(self, side)) for side in PLACES if getattr(self, side)}
        filters = {
            MANY.get(name, name): (value,) if name in MANY else value
            for name, value in self.filters.items()
        }
        return Question(
            first=self.first,
            last=self.last,
            by=self.by,
            across=self.across,
            compare=self.compare,
            as_of=self.as_of,
            **places,
            **filters,
        )

    def sql(self) -> str:
        """A scan for the days asked, and one for those a year earlier."""
        return " UNION ALL ".join(self.scan(ago) for ago in range(1 + self.compare))

    def scan(self, ago: int) -> str:
        return (
            f"SELECT {KEYS[self.by]}, {KEYS[self.across]}, {ago}, {SUMS} FROM rows "
            f"WHERE {self.conditions(ago)} GROUP BY ALL"
        )

    def conditions(self, ago: int = 0) -> str:
        days = [day.replace(year=day.year - ago) for day in (self.first, self.last)]
        conditions = [f"occurred_on BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'"]
        conditions += [
            f"{side} BETWEEN '{place.ljust(6, '0')}' AND '{place.ljust(6, '9')}'"
            for side in PLACES
            if (place := getattr(self, side))
        ]
        conditions += [
            "buyer_kind <> 'person'"
            if name == "buyer"
            else f"{COLUMN.get(name, name)} = {said(value)}"
            for name, value in self.filters.items()
        ]
        if self.as_of:
            conditions.append(f"recorded_at <= TIMESTAMP '{self.as_of:%Y-%m-%d %H:%M}'")
        return " AND ".join(conditions)


PLACES = ("origin", "destination", "buyer_region")
MANY = {"channel": "channels", "pairing": "pairings"}
COLUMN = {
    name: f"{name}_id"
    for name in ("product", "category", "channel", "pairing", "cooperative", "campaign")
} | {"organisation": "organisation_id"}
KEYS = {
    "": "''",
    By.DAY: "occurred_on",
    By.MONTH: "date_trunc('month', occurred_on)",
    By.ORIGIN_PROVINCE: "origin[:2]",
    By.ORIGIN_COUNTY: "origin",
    By.ORIGIN_PREFECTURE: "origin[:4]",
    By.DESTINATION_PROVINCE: "destination[:2]",
    By.DESTINATION_PREFECTURE: "destination[:4]",
    By.DESTINATION_COUNTY: "destination",
    By.BUYER_REGION: "buyer_region[:4]",
    By.PRODUCT: "product_id",
    By.CATEGORY: "category_id",
    By.CHANNEL: "channel_id",
    By.PAIRING: "pairing_id",
    By.BUYER: "buyer_kind",
    By.COOPERATIVE: "cooperative_id",
    By.ORGANISATION: "organisation_id",
    By.CAMPAIGN: "campaign_id",
}


def said(value) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value).lower()


def asked(
    *, county: str, city: str, product: int, cooperative: int, campaign: int, unit: int
) -> list[Asked]:
    """All of them, of places and goods that sell as much as most do."""
    province, to = county[:2], city[:2]
    units = {"buyer": Buyer.ORGANISATION.value}
    year = {"first": date(2025, 11, 24), "last": date(2026, 11, 23)}
    ten = [
        Asked("Q1 totals of the year"),
        Asked("Q2 provinces sent to", By.DESTINATION_PROVINCE),
        Asked("Q3 growth of provinces", By.ORIGIN_PROVINCE, compare=True),
        Asked("Q4 counties", By.ORIGIN_COUNTY),
        Asked("Q5 products of a province", By.PRODUCT, origin=province),
        Asked("Q6 months and channels, three years", By.MONTH, By.CHANNEL, YEARS),
        Asked("Q7 days of a county", By.DAY, origin=county, **year),
        Asked("Q8 cities of a province", By.ORIGIN_PREFECTURE, origin=province),
        Asked(
            "Q10 a county, where to and to whom", By.DESTINATION_PREFECTURE, By.BUYER, origin=county
        ),
    ]
    compared = {"compare": True}
    week = {"first": date(2026, 11, 16), "last": date(2026, 11, 22)}
    pages = [
        Asked("overview: months", By.MONTH, **compared),
        Asked("overview: days", By.DAY, first=date(2026, 9, 1), **compared),
        Asked("overview: where to", By.DESTINATION_PROVINCE, **compared),
        Asked("overview: cities sent to", By.DESTINATION_PREFECTURE, **compared),
        Asked("overview: products", By.PRODUCT, **compared),
        Asked("overview: categories", By.CATEGORY, **compared),
        Asked("overview: channels", By.CHANNEL, **compared),
        Asked("overview: pairings", By.PAIRING, **compared),
        Asked("overview: buyers", By.BUYER, **compared),
        Asked("overview: counties online", By.ORIGIN_COUNTY, filters={"online": True}, **compared),
        Asked("flows", By.ORIGIN_PROVINCE, By.DESTINATION_PROVINCE, **compared),
        Asked("map of a province: where to", By.DESTINATION_PROVINCE, origin=province, **compared),
        Asked("years: the third", By.MONTH, first=date(2024, 1, 1), last=date(2024, 11, 23)),
        Asked("dispatch: counties of a province", By.ORIGIN_COUNTY, origin=province, **week),
        Asked("dispatch: sellers of a county", By.COOPERATIVE, origin=county, **week),
        Asked("county: flows", By.ORIGIN_COUNTY, By.DESTINATION_PREFECTURE, origin=county),
        Asked("city: flows", By.ORIGIN_COUNTY, By.DESTINATION_PREFECTURE, destination=city),
        Asked("county: months", By.MONTH, origin=county, **compared),
        Asked("county: where to", By.DESTINATION_PROVINCE, origin=county, **compared),
        Asked("county: cities sent to", By.DESTINATION_PREFECTURE, origin=county, **compared),
        Asked("county: products", By.PRODUCT, origin=county, **compared),
        Asked("county: channels", By.CHANNEL, origin=county, **compared),
        Asked("city: from where", By.ORIGIN_COUNTY, destination=city, **compared),
        Asked("city: products", By.PRODUCT, destination=city, **compared),
        Asked("city: channels", By.CHANNEL, destination=city, **compared),
        Asked(
            "city: its buyers' units",
            By.ORGANISATION,
            buyer_region=city,
            filters=units,
            **compared,
        ),
        Asked(
            "product: where to", By.DESTINATION_PROVINCE, filters={"product": product}, **compared
        ),
        Asked("product: season", By.DAY, filters={"product": product}, first=date(2026, 6, 1)),
        Asked("product: months", By.MONTH, filters={"product": product}, **compared),
        Asked("product: channels", By.CHANNEL, filters={"product": product}, **compared),
        Asked(
            "the newspaper's sentence",
            destination="37",
            filters={"product": product, "online": True},
            **compared,
        ),
        Asked("channel: from where", By.ORIGIN_PROVINCE, filters={"channel": "GOV832"}, **compared),
        Asked("channel: counties", By.ORIGIN_COUNTY, filters={"channel": "GOV832"}, **compared),
        Asked("channel: months", By.MONTH, filters={"channel": "GOV832"}, **compared),
        Asked("hall or fair: days", By.DAY, filters={"campaign": campaign}, first=date(2026, 9, 1)),
        Asked("hall or fair: products", By.PRODUCT, filters={"campaign": campaign}),
        Asked("cooperative: months", By.MONTH, filters={"cooperative": cooperative}, **compared),
        Asked(
            "cooperative: where to", By.DESTINATION_PROVINCE, filters={"cooperative": cooperative}
        ),
        Asked("unit: from where", By.ORIGIN_COUNTY, filters={"organisation": unit}, **compared),
        Asked("cooperatives", By.COOPERATIVE, **compared),
        Asked("halls and fairs", By.CAMPAIGN, **compared),
        Asked("units", By.ORGANISATION, filters=units, **compared),
        Asked("province: cities sent to", By.DESTINATION_PREFECTURE, origin=province, **compared),
        Asked("province: cooperatives", By.COOPERATIVE, origin=province, **compared),
        Asked("province sent to: counties", By.ORIGIN_COUNTY, destination=to, **compared),
        Asked("province sent to: cooperatives", By.COOPERATIVE, destination=to, **compared),
        Asked("province sent to: products", By.PRODUCT, destination=to, **compared),
    ]
    reported = {**REPORTED, **compared}
    both = {"origin": province, "destination": to, **compared}
    pages += [
        Asked("two provinces: months", By.MONTH, **both),
        Asked("two provinces: counties", By.ORIGIN_COUNTY, **both),
        Asked("two provinces: products", By.PRODUCT, **both),
        Asked("two provinces: channels", By.CHANNEL, **both),
        Asked("province and city: months", By.MONTH, **both | {"destination": city}),
        Asked(
            "province and city: products sent back", By.PRODUCT, origin=city, destination=province
        ),
    ]
    # Of these there are nearly as many sums as rows, so that no summary holds them.
    from_rows = [
        Asked(
            "from rows: flows of a province",
            By.ORIGIN_COUNTY,
            By.DESTINATION_PREFECTURE,
            origin=province,
        ),
        Asked("from rows: halls of a province", By.CAMPAIGN, origin=province, **compared),
        Asked("from rows: halls sent to a province", By.CAMPAIGN, destination=to, **compared),
        Asked(
            "from rows: units of a province",
            By.ORGANISATION,
            origin=province,
            filters=units,
            **compared,
        ),
        Asked("from rows: as reported, by month", By.MONTH, **reported),
        Asked("from rows: as reported, by county", By.ORIGIN_COUNTY, **reported),
        Asked("from rows: a county as reported", By.PRODUCT, origin=county, **reported),
        Asked("from rows: halls between two provinces", By.CAMPAIGN, **both),
        Asked("from rows: cities sent to between them", By.DESTINATION_PREFECTURE, **both),
        Asked(
            "from rows: counties of one in a week",
            By.ORIGIN_COUNTY,
            origin=province,
            destination=to,
            **week,
        ),
        Asked(
            "from rows: units of one that bought",
            By.ORGANISATION,
            origin=province,
            buyer_region=to,
            filters=units,
            **compared,
        ),
    ]
    return [*ten, *pages, *from_rows]


def of_lots(*, county: str, city: str, product: int, cooperative: int, **_) -> list[Asked]:
    """From which lots the goods came: the households of those are what the pages say were
    reached."""
    province, to = county[:2], city[:2]
    return [
        Asked("households: the country"),
        Asked("households: the country as reported", **REPORTED),
        Asked("households: a livestream's", filters={"channel": "LIVE"}),
        Asked("households: a province", origin=province),
        Asked("households: sent to a province", destination=to),
        Asked("households: between the two", origin=province, destination=to),
        Asked("households: a county", origin=county),
        Asked("from rows: households sent to a city", destination=city),
        Asked("households: a product", filters={"product": product}),
        Asked("households: a cooperative", filters={"cooperative": cooperative}),
    ]
