"""What the cooperatives sell: products with their pictures, lots whose days hold today, packs."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha1
from io import BytesIO
from itertools import groupby
from random import Random
from unicodedata import normalize

from django.utils import timezone
from PIL import Image

from cms.pages.demo.drawing.motifs import picture_of
from cms.pages.demo.growers import official_over
from cms.pages.demo.tables import rows
from cms.pages.demo.words import alt_of, description_of
from producers.cooperatives.models import Certificate, Cooperative, Recognition
from producers.harvests.models import Lot
from producers.harvests.opening import open_lot
from producers.regions.models import Region
from shop.catalogue import approving, listing
from shop.catalogue.models import Category, Offer, Picture, Product
from shop.catalogue.uploads import CleanPicture, picture_from

# A lot sells for a year, so that the demo still has goods when it is started again.
SELLS_FOR = timedelta(days=365)
# Live crayfish keep for two days and could be sent nowhere; on ice they keep longer.
KEEPS = {"霍邱龙虾": 4}


def load(
    sellers: dict[str, Cooperative], people: dict, *, say: Callable[[str], None], pictures: bool
) -> None:
    today = timezone.localdate()
    packs_of = list(products())
    categories = Category.objects.in_bulk()
    regions = Region.objects.select_related("parent__parent").in_bulk(
        [packs[0]["county"] for packs in packs_of]
    )
    for done, packs in enumerate(packs_of, start=1):
        row = packs[0]
        seller, county = sellers[row["county"]], regions[row["county"]]
        by = people["coop"] if row["county"] == "500237" else None
        product = list_product(row, seller, county, categories[row["category"]], by=by)
        if pictures:
            show(product, row, by=by)
        decide_by = official_over(row["county"], people)
        approving.decide(product, decision=Product.Status.PUBLISHED, by=decide_by)
        lot = harvest(product, packs, seller, number=done, today=today, by=by)
        for pack in packs:
            listing.offer_packs(
                Offer(
                    product=product,
                    lot=lot,
                    net_g=int(pack["net_g"]),
                    gross_g=int(pack["gross_g"]),
                    price_fen=int(pack["price_fen"]),
                    limit_per_buyer=50,
                ),
                by=by,
            )
        recognise(product, seller, number=done, by=decide_by)
        if done % 29 == 0:
            say(f"{done} of {len(packs_of)} products")


def products() -> Iterator[list[dict[str, str]]]:
    """The packs of each product."""
    table = rows("products")
    for row in table:
        row["name_zh"] = normalize("NFKC", row["name_zh"])
    for _, packs in groupby(table, key=lambda row: (row["county"], row["name_zh"])):
        yield list(packs)


def list_product(row, seller, county, category, *, by) -> Product:
    description_zh, description_en = description_of(row, county, seller)
    product = Product(
        county=county,
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        category=category,
        listed_by=seller,
        season_months=[int(month) for month in row["season_months"].split(";")],
        description_zh=description_zh,
        description_en=description_en,
        geographical_indication=row["gi"] == "1",
        fresh=row["fresh"] == "1",
        transport=row["transport"],
        shelf_life_days=KEEPS.get(row["name_zh"], int(row["shelf_life_days"])),
    )
    return listing.list_product(product, by=by)


def show(product: Product, row, *, by) -> None:
    alt_zh, alt_en = alt_of(row)
    listing.show(product, picture=painted(row), alt_zh=alt_zh, alt_en=alt_en, by=by)


def painted(row) -> Picture:
    return stored(picture_of(row["name_zh"], seed=row["county"]), title=row["name_zh"])


def stored(image: Image.Image, *, title: str) -> Picture:
    return picture_from(clean(image), title=title)


def clean(image: Image.Image) -> CleanPicture:
    """Drawn here and now, so it goes past the checks of what strangers hand in."""
    written = BytesIO()
    image.save(written, "JPEG", quality=90)
    content = written.getvalue()
    return CleanPicture(content, name=f"{sha1(content).hexdigest()[:16]}.jpg")


def harvest(product: Product, packs, seller, *, number: int, today: date, by) -> Lot:
    rng = Random(f"lot {product.slug}")
    harvest_from, harvest_to = last_season(product.season_months, today)
    lot = Lot(
        cooperative=seller,
        batch=f"{harvest_from.year}-{number:03}",
        produce_zh=product.name_zh,
        grade=rng.choice([Lot.Grade.SPECIAL, Lot.Grade.FIRST, Lot.Grade.FIRST]),
        harvest_from=harvest_from,
        harvest_to=harvest_to,
        sells_from=today - timedelta(days=rng.randint(10, 40)),
        sells_to=today + SELLS_FOR,
        total_g=int(packs[0]["net_g"]) * rng.randrange(400, 4000, 50),
    )
    if product.certificate_required:
        lot.certificate = Certificate.objects.create(
            number=f"HGZ{product.county_id}{number:04}",
            cooperative=seller,
            basis=rng.choice(Certificate.Basis.values),
            issued_on=lot.sells_from,
            issuer_zh=seller.name_zh,
            contact=seller.phone,
            recorded_by=by,
        )
    return open_lot(lot, by=by)


def last_season(months: list[int], today: date) -> tuple[date, date]:
    """The days of the last harvest that has begun: the run of months that ends in the month of
    today, or else in the one before it, and so on back."""
    if len(months) == 12:
        return today - timedelta(days=30), today - timedelta(days=3)
    year, month = today.year, today.month
    while month not in months:
        year, month = before(year, month)
    last = (year, month)
    while before(year, month)[1] in months:
        year, month = before(year, month)
    end = date(*last, monthrange(*last)[1])
    return date(year, month, 1), end


def before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, 12)


def recognise(product: Product, seller: Cooperative, *, number: int, by) -> None:
    """Three products of four are recognised as assistance goods; Yantai's are none."""
    if number % 4 == 0 or product.county_id.startswith("37"):
        return
    since = 2021 + number % 3
    Recognition.objects.create(
        number=f"BF{product.county_id}{number:04}",
        scope=Recognition.Scope.PRODUCT,
        county=product.county,
        cooperative=seller,
        product_zh=product.name_zh,
        recognised_by=f"{product.county.name_zh}农业农村局",
        starts_on=date(since, 1, 1),
        ends_on=None if number % 5 else date(2027, 12, 31),
        recorded_by=by,
    )
