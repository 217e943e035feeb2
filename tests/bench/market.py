"""Fills the market: 2,000 products of 50 counties on sale, editors' pages, and 20,000 rows in the
ledger. Prints what a visitor needs to know of them, as JSON."""

import json
import os
from datetime import timedelta
from io import BytesIO
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from cms.pages.demo.pages import make_pages
from producers.models import Cooperative, Lot, Posting, Region
from shop.catalogue.covers import keep_cover
from shop.catalogue.keeping import catalogue_changed
from shop.catalogue.searching import search_text_of
from shop.catalogue.uploads import picture_from
from shop.ledger.writing import write
from shop.models import (
    Category,
    Entry,
    Offer,
    Product,
    ProductPicture,
)
from shop.statistics.rolling import roll
from tests import world

PRODUCTS, COUNTIES, PICTURES, ENTRIES, YEARS = 2000, 50, 12, 20_000, 3
WUSHAN = "500237"
CHANNELS = ["RETAIL", "LIVE", "GOV832", "UNION"]


def main() -> None:
    # From Wushan on, of which editors tell.
    listed = Region.objects.listed().in_force().filter(code__gte=WUSHAN)
    counties = list(listed.order_by("code")[:COUNTIES])
    products = list_products(counties)
    write_ledger(products)
    make_pages()
    told = {
        "offers": list(Offer.objects.order_by("id").values_list("id", flat=True)),
        "slugs": [product.slug for product in products],
        "session": session_of_an_official(),
    }
    print(json.dumps(told))


def list_products(counties: list[Region]) -> list[Product]:
    sellers = Cooperative.objects.bulk_create(
        Cooperative(
            county=county,
            name_zh=f"{county.short_zh}高山果业合作社",
            name_en=f"{county.name_en} Fruit Cooperative",
            credit_code=f"93{county.code}MA5U{number:06}",
            status=Cooperative.Status.APPROVED,
        )
        for number, county in enumerate(counties)
    )
    for seller in sellers:
        world.freight(seller, "cold")
    categories = list(Category.objects.all())
    now, today = timezone.now(), timezone.localdate()
    products = []
    for number in range(PRODUCTS):
        seller = sellers[number % COUNTIES]
        product = Product(
            slug=f"product-{number}",
            county=seller.county,
            name_zh=f"高山脆李{number}号",
            name_en=f"Crisp plum no. {number}",
            category=categories[number % len(categories)],
            listed_by=seller,
            season_months=[6, 7, 8, today.month],
            description_zh="自家果园，当天采摘。" * 20,
            fresh=True,
            transport="cold",
            status=Product.Status.PUBLISHED,
            published_at=now - timedelta(minutes=number),
        )
        product.search_text = search_text_of(product)
        products.append(product)
    Product.objects.bulk_create(products)
    lots = Lot.objects.bulk_create(
        Lot(
            cooperative=product.listed_by,
            batch=product.slug,
            produce_zh="脆李",
            harvest_from=today - timedelta(days=10),
            harvest_to=today + timedelta(days=30),
            sells_from=today - timedelta(days=10),
            sells_to=today + timedelta(days=30),
            total_g=1_000_000_000,
            available_g=1_000_000_000,
        )
        for product in products
    )
    Offer.objects.bulk_create(
        Offer(product=product, lot=lot, net_g=2500, gross_g=3150, price_fen=6880)
        for product, lot in zip(products, lots, strict=True)
    )
    show(products)
    catalogue_changed()
    return products


def show(products: list[Product]) -> None:
    pictures = [picture_from(drawn(number), title="脆李") for number in range(PICTURES)]
    ProductPicture.objects.bulk_create(
        ProductPicture(
            product=product,
            picture=pictures[(at + number) % PICTURES],
            alt_zh="青绿色的脆李",
            alt_en="Green plums",
            position=at,
        )
        for number, product in enumerate(products)
        for at in range(2)
    )
    for product in products:
        keep_cover(product.pk)


def drawn(number: int) -> ContentFile:
    written = BytesIO()
    Image.new("RGB", (1280, 960), (60, 20 * number, 90)).save(written, "JPEG")
    return ContentFile(written.getvalue(), name="plum.jpg")


def write_ledger(products: list[Product]) -> None:
    random = Random(832)
    today = timezone.localdate()
    places = list(Region.objects.in_force().filter(level="county").values_list("code", flat=True))
    write(
        Entry(
            source=f"bench:{number}",
            kind=Entry.Kind.SALE,
            occurred_on=today - timedelta(days=random.randrange(YEARS * 365)),
            amount_fen=random.randrange(1000, 20_000),
            weight_g=2500,
            parcel_count=1,
            product_count=1,
            packs=1,
            origin=product.county_id,
            origin_name=product.county.name_zh,
            destination=(place := random.choice(places)),
            destination_name=place,
            buyer_region=place,
            product=product,
            product_name=product.name_zh,
            category=product.category,
            channel_id=random.choice(CHANNELS),
            online=True,
            buyer_kind="person",
        )
        for number, product in enumerate(random.choices(products, k=ENTRIES))
    )
    roll()


def session_of_an_official() -> str:
    """Of the whole country, who sees every figure."""
    person = world.user("national")
    Posting.objects.create(user=person, region=None, starts_on=timezone.localdate())
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


if __name__ == "__main__":
    main()
