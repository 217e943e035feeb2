"""Rows of the ledger for tests of figures: one by one, or a few thousand at random."""

from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from types import MappingProxyType

from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from producers.models import Cooperative, Pairing
from shop.ledger.inserting import NOTE
from shop.ledger.writing import Return, correction_of, negative_of, record_refund, write
from shop.models import Campaign, Entry, Organisation, Product
from tests import world

number = count(1)


def product(name_zh: str = "巫山脆李", county: str = "500237", category: str = "FRU", **fields):
    """The product of that name; one made for it is known from reports only, unless a slug is
    given."""
    if there := Product.objects.filter(county=county, name_zh=name_zh).first():
        return there
    if "slug" in fields:
        return world.product(world.cooperative(county), name_zh, category_id=category, **fields)
    return Product.objects.create(
        county_id=county, name_zh=name_zh, category_id=category, status=Product.Status.UNLISTED
    )


def entry(of: Product, yuan: int | float = 100, **fields) -> Entry:
    """A sale, not written yet."""
    fields.setdefault("source", f"test:{next(number)}")
    fields.setdefault("kind", Entry.Kind.SALE)
    fields.setdefault("occurred_on", date(2022, 7, 9))
    fields.setdefault("amount_fen", round(yuan * 100))
    fields.setdefault("weight_g", 2500)
    fields.setdefault("parcel_count", 1)
    fields.setdefault("product_count", 1)
    fields.setdefault("origin", of.county_id)
    fields.setdefault("destination", "370613")
    fields.setdefault("buyer_region", fields["destination"])
    fields.setdefault("channel_id", "RETAIL")
    fields.setdefault("online", True)
    fields.setdefault("buyer_kind", "person")
    return Entry(
        product=of,
        product_name=of.name_zh,
        category_id=of.category_id,
        origin_name=fields["origin"],
        destination_name=fields["destination"],
        **fields,
    )


def sold(of: Product, yuan: int | float = 100, *, recorded_at=None, **fields) -> Entry:
    return write([entry(of, yuan, **fields)], recorded_at=recorded_at)[0]


def at_end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 0)))


PLACES = ["370602", "370613", "370203", "441900", "110101", "500236", "540102", "500000"]
ORIGINS = ["500237", "500236", "500157", "500105", "500112", "620524", "370686"]
CHANNELS = ["RETAIL", "PAIR", "PAIRHALL", "LIVE", "GOV832", "UNION"]
KINDS = ["person", "union", "budget_unit"]


def many(sales: int) -> list[Entry]:
    """Sales of three years and a leap day, some refunded in part or in full, some undone,
    recorded up to forty days late. Again, the same parties buy and sell."""
    random = Random(832)
    pairings = list(Pairing.objects.all())
    products = [
        product("巫山脆李", slug="wushan-cuili"),
        product("巫山脆李干"),
        product("奉节脐橙", "500236"),
        product("武山杂粮", "620524", "GRA"),
        product("武山茶", "620524", "TEA"),
    ]
    parties = {
        "cooperative": [None, *Cooperative.objects.all()],
        "organisation": [None, Organisation.objects.first() or world.organisation()],
        "campaign": [None, Campaign.objects.first() or world.campaign()],
    }
    written = []
    for late in (0, 5, 40):
        at = at_end_of(date(2026, 1, 1) + timedelta(days=late))
        entries = [a_sale(random, products, pairings, parties) for _ in range(sales // 3)]
        entries = write(entries, recorded_at=at)
        refunds = [a_refund(random, sale) for sale in random.sample(entries, sales // 30)]
        refunds = write(refunds, recorded_at=at)
        undone = random.sample([sale for sale in entries if sale.parcel_count], sales // 90)
        answered = {refund.answers_id: refund for refund in refunds}
        undone += [answered[sale.pk] for sale in undone if sale.pk in answered]
        written += entries + refunds + write(map(correction_of, undone), recorded_at=at)
    return written


def repeat(times: int) -> None:
    """All rows again and again, each time with other amounts: in SQL, where each alone would take
    its time."""
    last = Entry.objects.latest("pk").pk
    columns = [field.column for field in Entry._meta.concrete_fields]
    with connection.cursor() as cursor:
        for again in range(1, times + 1):
            shift = again * last
            changed = {
                "id": f"id + {shift}",
                "answers_id": f"answers_id + {shift}",
                "source": f"source || '+{again}'",
                "amount_fen": f"amount_fen * {again + 1}",
                "weight_g": f"weight_g + {again} * parcel_count",
            }
            values = ", ".join(changed.get(column, column) for column in columns)
            cursor.execute(
                f"INSERT INTO shop_entry ({', '.join(columns)}) "
                f"SELECT {values} FROM shop_entry WHERE id <= {last}"
            )
        cursor.execute(f"{NOTE}shop_entry WHERE id > {last}")
        for statement in connection.ops.sequence_reset_sql(no_style(), [Entry]):
            cursor.execute(statement)


def a_sale(
    random: Random,
    products: list[Product],
    pairings: list[Pairing] = (),
    parties: dict = MappingProxyType({}),
) -> Entry:
    pairing = random.choice([None, None, *pairings])
    day = date(2023, 1, 1) + timedelta(days=random.randrange(1096))
    if random.random() < 0.02:
        day = date(2024, 2, 29)
    return entry(
        random.choice(products),
        occurred_on=day,
        amount_fen=random.randrange(0, 20_000),
        weight_g=random.randrange(1, 9_000),
        parcel_count=random.choice([0, 1]),
        product_count=random.choice([0, 1, 1]),
        origin=random.choice(ORIGINS),
        destination=random.choice(PLACES),
        buyer_region=random.choice(PLACES),
        channel_id=random.choice(CHANNELS),
        online=random.random() < 0.7,
        buyer_kind=random.choice(KINDS),
        recognised=random.random() < 0.4,
        pairing=pairing,
        direction="west_to_east" if pairing else "",
        **{name: random.choice(those) for name, those in parties.items()},
    )


def a_refund_of(of: Entry, yuan: float | None = None, *, at: datetime | None = None) -> None:
    """Of so much, or of all with its goods; half a month later, where no time is given."""
    part = Return(
        source=f"back:{of.source}",
        answers=of.source,
        amount_fen=of.amount_fen if yuan is None else round(yuan * 100),
        weight_g=of.weight_g if yuan is None else 0,
    )
    record_refund([part], confirmed_at=at or at_end_of(of.occurred_on + timedelta(days=15)))


def a_refund(random: Random, of: Entry) -> Entry:
    in_full = random.random() < 0.5
    part = Return(
        source=f"back:{of.source}",
        answers=of.source,
        amount_fen=of.amount_fen if in_full else random.randint(0, of.amount_fen),
        weight_g=of.weight_g if in_full else 0,
    )
    day = of.occurred_on + timedelta(days=random.randrange(60))
    return negative_of(of, part, kind=Entry.Kind.REFUND, on=day)
