"""Where sums are read from: the ledger, and each summary. All name their columns alike, so that
one condition and one grouping fit all."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    DateField,
    Expression,
    F,
    Func,
    Model,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Left
from django.db.models.lookups import In

from shop.buyers.models import BuyerKind
from shop.ledger.models import Entry, Pending
from shop.ledger.reach import BY_COUNTY, Reach, Reaches
from shop.statistics.models import DAILY, MEASURES, MONTHLY, Uncopied
from shop.statistics.question import Buyer, By, Question, days_in, months_in
from shop.statistics.rolling import among

# A correction of a refund is above zero, one of a sale below.
IS_SOLD = Q(kind=Entry.Kind.SALE) | Q(kind=Entry.Kind.CORRECTION, amount_fen__lt=0)
SOLD_FEN = Coalesce(Sum("amount_fen", filter=IS_SOLD), Value(0), output_field=BigIntegerField())
MEASURES_OF_ENTRIES = {
    "sold_fen": SOLD_FEN,
    # What was not sold was refunded; a database that has added up the one knows the other.
    "refunded_fen": SOLD_FEN - Sum("amount_fen"),
    "weight_g": Sum("weight_g"),
    "parcel_count": Sum("parcel_count"),
    "product_count": Sum("product_count"),
    "rows": Count("*"),
}
COLUMN_OF = {
    By.PRODUCT: "product_id",
    By.CATEGORY: "category_id",
    By.CHANNEL: "channel_id",
    By.PAIRING: "pairing_id",
    By.BUYER: "buyer_kind",
    By.COOPERATIVE: "cooperative_id",
    By.ORGANISATION: "organisation_id",
    By.CAMPAIGN: "campaign_id",
}
PLACE_OF = {
    By.ORIGIN_PROVINCE: "origin_province",
    By.ORIGIN_PREFECTURE: "origin_city",
    By.ORIGIN_COUNTY: "origin",
    By.DESTINATION_PROVINCE: "destination_province",
    By.DESTINATION_PREFECTURE: "destination_city",
    By.DESTINATION_COUNTY: "destination",
    By.BUYER_REGION: "buyer_region_city",
}
CITIES = (By.ORIGIN_PREFECTURE, By.DESTINATION_PREFECTURE, By.BUYER_REGION)
PLACES = ("origin", "destination", "buyer_region")
# As many days as lie around whole months at either end.
FEW_TIMES = 31
# Each filter of a question by which one column is chosen, and that column.
FILTERS = {
    "product": "product_id",
    "category": "category_id",
    "channels": "channel_id",
    "pairings": "pairing_id",
    "recognised": "recognised",
    "online": "online",
    "cooperative": "cooperative_id",
    "organisation": "organisation_id",
    "campaign": "campaign_id",
}


class StartOfMonth(Func):
    output_field = DateField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="date(%(expressions)s, 'start of month')", **context
        )

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template="date_trunc('month', %(expressions)s::timestamp)::date",
            **context,
        )


class Unindexed(Func):
    """A column as it is, by which SQLite is not to look rows up: it would read a whole index in the
    order of the groups, or all rows of a year for the few of them that are not copied."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class AmongCodes(Func):
    """Whether a code is one of the ledger's that count for a place. From each code to the next one
    there is only a step, and of each its days are looked up; of a range of codes all days of all
    would be read."""

    output_field = BooleanField()
    codes = """
        WITH RECURSIVE codes AS (
            SELECT min({place}) AS code FROM shop_entry WHERE {place} >= %s
            UNION ALL
            SELECT (SELECT min({place}) FROM shop_entry WHERE {place} > code)
            FROM codes WHERE code <= %s
        )
        SELECT code FROM codes WHERE code <= %s"""

    def __init__(self, place: str, reach: Reach):
        super().__init__(F(place))
        self.place, self.reach = place, reach

    def as_sql(self, compiler, connection, **context):
        reach = self.reach
        column, _ = compiler.compile(self.source_expressions[0])
        codes, values = self.codes.format(place=self.place), [reach.first, reach.last, reach.last]
        if reach.left:
            codes += f" AND code NOT IN ({', '.join(['%s'] * len(reach.left))})"
        codes += " UNION ALL SELECT %s" * len(reach.joined)
        return among(column, codes), [*values, *reach.left, *reach.joined]


class Source:
    """A table of sums, the ledger itself, or what repeats its rows."""

    def __init__(self, model: type[Model], *, time: str):
        self.model = model
        self.time = time
        self.columns = {field.attname for field in model._meta.concrete_fields}
        self.begins_with_time = model._meta.pk_fields[0].attname == time
        self.measures = MEASURES_OF_ENTRIES
        if self.columns.issuperset(MEASURES):
            self.measures = {name: Sum(name) for name in MEASURES}

    def covers(self, columns: set[str]) -> bool:
        return all(name in self.columns or told_by(name) in self.columns for name in columns)

    def column(self, name: str) -> Expression:
        """A province's or city's column where there is one, else the first digits of the
        place's."""
        if name in self.columns:
            return F(name)
        code = told_by(name)
        return Left(code, 2) if name.endswith("_province") else city_of(code)

    def rows(self, question: Question, first: date, last: date) -> QuerySet:
        """What the question asks of, of these days."""
        time = self.looked_up(self.time)
        asked = self.within_days(question, first, last) & self.where(question)
        if question.as_of:
            asked &= self.recorded(question.as_of)
        return self.model.objects.alias(time=time).filter(asked).order_by()

    def recorded(self, as_of: datetime) -> Q:
        """Until then; a summary says nothing of it."""
        return Q(recorded_at__lte=as_of) if "recorded_at" in self.columns else Q()

    def within_days(self, question: Question, first: date, last: date) -> Q:
        """Few days, or months, each by itself where an index begins with them and goes on with what
        is asked: of each that is looked up, and all else is passed over."""
        if self.begins_with_time or question.channels:
            times = months_in(first, last) if self.time == "month" else days_in(first, last)
            if len(times) <= FEW_TIMES:
                return Q(time__in=times)
        return Q(time__range=(first, last))

    def where(self, question: Question) -> Q:
        where = self.of_places(places_asked(question))
        for column, wanted in filters_asked(question):
            where &= Q(**{f"{column}__in": wanted})
        if question.buyer:
            persons = Q(buyer_kind=BuyerKind.PERSON)
            if "of_persons" in self.columns:
                persons = Q(of_persons=True)
            where &= persons if question.buyer == Buyer.CONSUMER else ~persons
        return where

    def looked_up(self, column: str) -> Expression:
        return F(column)

    def of_places(self, asked: dict[str, Reach]) -> Q:
        where = Q()
        for place, reach in asked.items():
            where &= self.within(place, reach)
        return where

    def within(self, place: str, reach: Reach) -> Q:
        if place in self.columns:
            return reach.q(place)
        return Q(**{f"{place}_province": reach.first[:2]})

    def sums(self, rows: QuerySet, keys: dict[str, Expression], *, years_before: int) -> QuerySet:
        """A row of sums for each pair of keys."""
        parts = rows.values(**keys, years_before=Value(years_before))
        return parts.annotate(**{f"all_{name}": sum_ for name, sum_ in self.measures.items()})

    def key(self, column: str) -> Expression:
        if column == "":
            return Value("")
        if column == "day":
            return F(self.time)
        if column == "month":
            return F("month") if self.time == "month" else StartOfMonth(self.time)
        return Unindexed(self.column(column))


def told_by(column: str) -> str:
    """The column that says this and more: of a province or city that of its places."""
    if column == "of_persons":
        return "buyer_kind"
    return column.removesuffix("_province").removesuffix("_city")


def city_of(code: str) -> Expression:
    """The first four digits, which make far fewer groups; of what is not one city the code."""
    city = Left(code, 4)
    return Case(When(In(city, BY_COUNTY), then=F(code)), default=city)


class Ledger(Source):
    def __init__(self):
        super().__init__(Entry, time="occurred_on")

    def of_places(self, asked):
        """The rows of the smallest place are looked up; of two as large those of where they went
        to, as that index tells the origin before a row is read."""
        smallest = min(reversed(asked), key=lambda place: asked[place].width, default=None)
        where = Q()
        for place, reach in asked.items():
            is_looked_up = place == smallest and reach.width
            where &= Q(AmongCodes(place, reach)) if is_looked_up else reach.q(place)
        return where


class Later(Ledger):
    """The rows of the ledger recorded after the moment asked for: less than nothing, so that what
    they are added to is what there was."""

    def __init__(self):
        super().__init__()
        self.measures = {name: -sum_ for name, sum_ in MEASURES_OF_ENTRIES.items()}

    def recorded(self, as_of):
        return Q(recorded_at__gt=as_of)


class Unsummed(Source):
    """What summaries do not hold yet: of this too what was recorded later is taken off."""

    def __init__(self):
        super().__init__(Pending, time="occurred_on")

    def recorded(self, as_of):
        return Q()


class NotCopied(Source):
    """The rows of the ledger that the copy is not known to hold."""

    def __init__(self):
        super().__init__(Entry, time="occurred_on")

    def looked_up(self, column):
        return Unindexed(column)

    def rows(self, question: Question, first: date, last: date) -> QuerySet:
        """Notes lie close together: all rows from the first to the last are read sooner than each
        is looked up."""
        notes = Uncopied.objects.values("pk")
        ends = [Subquery(notes.order_by(end)[:1]) for end in ("pk", "-pk")]
        rows = super().rows(question, first, last)
        return rows.filter(uncopied__isnull=False, pk__range=ends)


LEDGER, LATER, UNSUMMED = Ledger(), Later(), Unsummed()
PENDING, UNCOPIED = Source(Pending, time="occurred_on"), NotCopied()
MONTH_SUMMARIES = [Source(model, time="month") for model in MONTHLY]
DAY_SUMMARIES = [Source(model, time="day") for model in DAILY]


def places_asked(question: Question) -> dict[str, Reach]:
    return {place: reach for place in PLACES if (reach := getattr(question, place))}


def filters_asked(question: Question) -> Iterator[tuple[str, tuple]]:
    """Columns, and the values that are wanted in them."""
    for name, column in FILTERS.items():
        wanted = getattr(question, name)
        if wanted not in (None, "", ()):
            yield column, wanted if isinstance(wanted, tuple) else (wanted,)


def columns_asked(question: Question, reaches: Reaches) -> set[str]:
    """What a table must tell apart to answer. Where codes move between provinces the first digits
    of a code do not say its province."""
    columns = {column for column, _ in filters_asked(question)}
    if question.buyer:
        columns.add("of_persons")
    for place, reach in places_asked(question).items():
        whole = reach.is_province and not reaches.cross_provinces and place != "buyer_region"
        columns.add(f"{place}_province" if whole else place)
    for by in (question.by, question.across):
        columns.add(key_column(by, reaches))
    return columns - {"day", "month", ""}


def key_column(by: str, reaches: Reaches) -> str:
    if by in PLACE_OF:
        column = PLACE_OF[by]
        crossed = reaches.cross_cities if by in CITIES else reaches.cross_provinces
        return told_by(column) if crossed else column
    return COLUMN_OF.get(by, by)
