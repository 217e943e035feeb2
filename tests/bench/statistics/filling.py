"""Fills a ledger with rows as a country would write them, by SQL of PostgreSQL.

    python -m tests.bench.statistics.filling ROWS

Three years of 832 counties and 3,000 products; a few sell most; half of the rows come from reports
that arrive up to thirty days late; 3 in 100 are refunds; of what was sold offline every other sale
is confirmed; what this shop sold came from lots. Run again it adds rows up to the number.
"""

import os
import sys
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from django.db import connection, transaction

from cms.users.models import User
from producers.models import Cooperative, Lot, Region
from shop.buyers.models import BuyerKind
from shop.models import Campaign, Category, Entry, LotSale, Organisation, Product

PRODUCTS, ORGANISATIONS, CAMPAIGNS = 3000, 2000, 100
FIRST, DAYS = date(2023, 12, 1), 1089
LAST = FIRST + timedelta(days=DAYS)
# Code, how many of a hundred sales, how many of a hundred of those online, who buys.
CHANNELS = [
    ("RETAIL", 25, 100, "person"),
    ("GOV832", 12, 100, "budget_unit"),
    ("LIVE", 10, 100, "person"),
    ("UNION", 8, 60, "union"),
    ("PAIR", 8, 30, "state_firm"),
    ("ECOM", 8, 100, "person"),
    ("GOVRSV", 6, 50, "budget_unit"),
    ("PAIRHALL", 4, 20, "person"),
    ("ZHUANGUAN", 4, 20, "person"),
    ("ZHUANQU", 3, 0, "person"),
    ("MARKET", 3, 0, "supermarket"),
    ("ZHUANGUI", 2, 0, "person"),
    ("FIXED", 2, 20, "designated_unit"),
    ("SOE", 2, 20, "state_firm"),
    ("SOCIAL", 1, 20, "private_firm"),
    ("VILLAGE", 1, 20, "person"),
    ("EXPO", 1, 0, "person"),
]
# Indexes are made anew after the rows, which is many times faster than row for row.
DROPPED = (
    "SELECT indexname, indexdef FROM pg_indexes "
    "WHERE tablename IN ('shop_entry', 'shop_lotsale') "
    "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
)
SALES = """
INSERT INTO shop_entry (
    source, kind, occurred_on, recorded_at, amount_fen, weight_g, parcel_count, product_count,
    packs, pack_zh, origin, origin_name, destination, destination_name, buyer_region, product_id,
    product_name, category_id, cooperative_id, supplier_name, channel_id, online, buyer_kind,
    organisation_id, organisation_name, recognised, recognition_number, pairing_id, direction,
    campaign_id, order_code, digest)
SELECT
    'bench:' || drawn.n, 'sale', day, day + late + time '20:00', 500 + (19500 * skew)::int,
    (500 + 9500 * skew)::int / 500 * 500, 1, 1, 1, '', product.origin, product.origin_name,
    place.code, place.name,
    CASE WHEN way.buyer_kind = 'person' THEN place.code
    ELSE regions[1 + (kind * 2e6)::int % {organisations}] END,
    product.id, product.name, product.category, product.cooperative_id, product.supplier,
    way.channel, drawn.online < way.online,
    CASE WHEN kind < 0.9 THEN way.buyer_kind ELSE kinds[1 + (kind * 1000)::int % 8] END,
    CASE WHEN way.buyer_kind <> 'person' THEN organisations[1 + (kind * 2e6)::int % {organisations}]
    END, '', product.n % 5 < 3, '', pairing.id,
    CASE WHEN pairing.id IS NULL THEN '' ELSE 'west_to_east' END,
    CASE WHEN way.channel = 'LIVE' THEN campaigns[1 + (kind * 1e5)::int % {campaigns}] END,
    '', md5(drawn.n::text)
FROM (
    SELECT n, date '{first}' + (n::bigint * {days} / {rows})::int - late AS day, late,
        (products * power(random(), 2))::int AS product_n, (99 * random())::int AS way_n,
        (places * power(random(), 1.8))::int AS place_n, power(random(), 3) AS skew,
        100 * random() AS online, random() AS kind
    FROM (SELECT n, CASE WHEN random() < 0.54 THEN (30 * random())::int ELSE 0 END AS late
          FROM generate_series({start}, {rows} - 1) AS n) AS numbered,
         (SELECT max(n) AS products FROM bench_product) AS p,
         (SELECT max(n) AS places FROM bench_place) AS l
) AS drawn
JOIN bench_product AS product ON product.n = product_n
JOIN bench_way AS way ON way.n = way_n
JOIN bench_place AS place ON place.n = place_n
LEFT JOIN bench_pairing AS pairing
    ON pairing.west = left(product.origin, 2) AND pairing.east = left(place.code, 2),
(SELECT array_agg(id ORDER BY id) AS organisations, array_agg(region_id ORDER BY id) AS regions
 FROM shop_organisation) AS o,
(SELECT array_agg(id) AS campaigns FROM shop_campaign) AS c,
(SELECT '{{{kinds}}}'::text[] AS kinds) AS k
"""
REFUNDS = """
INSERT INTO shop_entry ({columns})
SELECT {values} FROM shop_entry WHERE id > {last} AND kind = 'sale' AND id % 33 = 0
"""

CONFIRMED = """
INSERT INTO shop_confirmedsale (entry_id, by_id, at)
SELECT id, (SELECT max(id) FROM users_user), recorded_at FROM shop_entry
WHERE NOT online AND kind = 'sale' AND id % 2 = 0
ON CONFLICT DO NOTHING
"""
# Of each product one a year.
FROM_LOTS = """
INSERT INTO shop_lotsale (entry_id, lot_id, {columns})
SELECT entry.id, lot.id, {values} FROM shop_entry AS entry
JOIN producers_lot AS lot ON batch = product_id || '-' || extract(year FROM occurred_on)
WHERE entry.id > {last} AND kind = 'sale' AND channel_id IN ('RETAIL', 'LIVE')
"""


def main(rows: int) -> None:
    if not Product.objects.exists():
        make_parties()
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(DROPPED)
        indexes = cursor.fetchall()
        # Keys to other tables are right by the way the rows are made.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        write(cursor, rows)
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        for _, definition in indexes:
            cursor.execute(definition)


def write(cursor, rows: int) -> None:
    start = Entry.objects.filter(kind="sale").count()
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    cursor.execute("SET max_parallel_workers_per_gather = 0")
    cursor.execute("SELECT setseed(0.832)")
    cursor.execute(
        SALES.format(
            start=start,
            rows=rows * 97 // 100,
            first=FIRST,
            days=DAYS,
            organisations=ORGANISATIONS,
            campaigns=CAMPAIGNS,
            kinds=",".join(BuyerKind.values),
        )
    )
    columns = [f.column for f in Entry._meta.concrete_fields if f.column != "id"]
    changed = {
        "source": "'back:' || id",
        "kind": "'refund'",
        "answers_id": "id",
        "occurred_on": "occurred_on + 5",
        "recorded_at": "recorded_at + interval '5 days'",
        "amount_fen": "-amount_fen / (1 + id % 2)",
        "weight_g": "0",
        "parcel_count": "0",
        "product_count": "0",
        "packs": "0",
    }
    values = ", ".join(changed.get(column, column) for column in columns)
    cursor.execute(REFUNDS.format(columns=", ".join(columns), values=values, last=last))
    cursor.execute(CONFIRMED)
    # Planned for the rows of before, each of the new ones would be compared with every lot.
    cursor.execute("ANALYZE shop_entry")
    noted = LotSale.repeated()
    said = [f"entry.{name}" for name in noted]
    cursor.execute(FROM_LOTS.format(columns=", ".join(noted), values=", ".join(said), last=last))


def make_parties() -> None:
    User.objects.create_user(email="official@shanhuo.example")
    counties = list(Region.objects.listed().in_force().order_by("code"))
    sellers = Cooperative.objects.bulk_create(
        Cooperative(
            county=county,
            name_zh=f"{county.short_zh}高山果业合作社",
            credit_code=f"93{county.code}MA5U{number:06}",
            status=Cooperative.Status.APPROVED,
        )
        for number, county in enumerate(counties)
    )
    categories = list(Category.objects.values_list("code", flat=True))
    Product.objects.bulk_create(
        Product(
            county=sellers[number * 7 % len(sellers)].county,
            name_zh=f"高山脆李{number}号",
            category_id=categories[number % len(categories)],
            status=Product.Status.UNLISTED,
        )
        for number in range(PRODUCTS)
    )
    make_lots(sellers)
    places = list(Region.objects.in_force().filter(level="county").order_by("code"))
    Organisation.objects.bulk_create(
        Organisation(
            name_zh=f"第{number}工会",
            kind="union",
            tax_number=f"81{number:016}",
            region=places[number * 13 % len(places)],
        )
        for number in range(ORGANISATIONS)
    )
    Campaign.objects.bulk_create(
        Campaign(
            code=f"live-{number}",
            channel_id="LIVE",
            name_zh="直播",
            name_en="Live",
            starts_on=FIRST,
        )
        for number in range(CAMPAIGNS)
    )
    with connection.cursor() as cursor:
        for statement in TABLES:
            cursor.execute(statement)
        ways = [(*way[:1], *way[2:]) for way in CHANNELS for _ in range(way[1])]
        cursor.executemany(
            "INSERT INTO bench_way VALUES (%s, %s, %s, %s)",
            [(n, *way) for n, way in enumerate(ways)],
        )


def make_lots(sellers: list[Cooperative]) -> None:
    seller_of = {seller.county_id: seller for seller in sellers}
    Lot.objects.bulk_create(
        Lot(
            cooperative=seller_of[product.county_id],
            batch=f"{product.pk}-{year}",
            produce_zh=product.name_zh,
            harvest_from=date(year, 1, 1),
            harvest_to=date(year, 12, 31),
            sells_from=date(year, 1, 1),
            sells_to=date(year, 12, 31),
            total_g=0,
            available_g=0,
            households=3 + product.pk % 40,
        )
        for product in Product.objects.all()
        for year in range(FIRST.year, LAST.year + 1)
    )


TABLES = [
    "CREATE TABLE bench_way (n int PRIMARY KEY, channel text, online int, buyer_kind text)",
    """CREATE TABLE bench_product AS
       SELECT (row_number() OVER (ORDER BY p.id) - 1)::int AS n, p.id, p.name_zh AS name,
           p.category_id AS category, p.county_id AS origin, r.name_zh AS origin_name,
           c.id AS cooperative_id, c.name_zh AS supplier
       FROM shop_product p JOIN producers_region r ON r.code = p.county_id
       JOIN producers_cooperative c ON c.county_id = p.county_id""",
    # Scattered, so that those most is sent to do not all lie in the north.
    """CREATE TABLE bench_place AS
       SELECT (row_number() OVER (ORDER BY md5(code)) - 1)::int AS n, code, name_zh AS name
       FROM producers_region WHERE level = 'county' AND until_year IS NULL""",
    """CREATE TABLE bench_pairing AS
       SELECT DISTINCT ON (left(west_id, 2), left(east_id, 2)) id, left(west_id, 2) AS west,
           left(east_id, 2) AS east FROM producers_pairing WHERE level = 'province'""",
    "ANALYZE",
]

if __name__ == "__main__":
    main(int(sys.argv[1]))
