"""Fills a market of 20,000 products: 25 kinds of produce of each of 800 counties."""

import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup()

from django.utils import timezone

from producers.models import Cooperative, Lot, Region
from shop.catalogue.keeping import catalogue_changed
from shop.catalogue.searching import search_text_of
from shop.models import Category, Offer, Product

COUNTIES = 800
PRODUCE = [
    ("脆李", "crisp plum", "FRU"),
    ("脐橙", "navel orange", "FRU"),
    ("苹果", "apple", "FRU"),
    ("雪梨", "snow pear", "FRU"),
    ("猕猴桃", "kiwifruit", "FRU"),
    ("樱桃", "cherry", "FRU"),
    ("蓝莓", "blueberry", "FRU"),
    ("蜜桔", "tangerine", "FRU"),
    ("马铃薯", "potato", "VEG"),
    ("辣椒", "chilli", "VEG"),
    ("大蒜", "garlic", "VEG"),
    ("木耳", "wood ear", "FUN"),
    ("香菇", "shiitake", "FUN"),
    ("小米", "millet", "GRA"),
    ("红米", "red rice", "GRA"),
    ("茶油", "camellia oil", "OIL"),
    ("香猪", "mini pig", "MEA"),
    ("羊肉", "mutton", "MEA"),
    ("毛尖", "green tea", "TEA"),
    ("红茶", "black tea", "TEA"),
    ("蜂蜜", "honey", "HON"),
    ("核桃", "walnut", "NUT"),
    ("大枣", "jujube", "NUT"),
    ("花椒", "Sichuan pepper", "SPI"),
    ("腊肉", "cured pork", "DRY"),
]


def main() -> None:
    counties = Region.objects.listed().in_force().order_by("code")[:COUNTIES]
    sellers = Cooperative.objects.bulk_create(
        Cooperative(
            county=county,
            name_zh=f"{county.short_zh}高山农业合作社",
            name_en=f"{county.name_en} Highland Cooperative",
            village_zh="高山村",
            village_en="Highland village",
            credit_code=f"93{county.code}MA5U{number:06}",
            status=Cooperative.Status.APPROVED,
        )
        for number, county in enumerate(counties)
    )
    today = timezone.localdate()
    lots = Lot.objects.bulk_create(
        Lot(
            cooperative=seller,
            batch="2026",
            produce_zh="山货",
            harvest_from=today,
            harvest_to=today + timedelta(days=30),
            sells_from=today,
            sells_to=today + timedelta(days=30),
            total_g=1_000_000_000,
            available_g=1_000_000_000,
        )
        for seller in sellers
    )
    products = Product.objects.bulk_create(
        (product_of(seller, *produce) for produce in PRODUCE for seller in sellers),
        batch_size=1000,
    )
    Offer.objects.bulk_create(
        (
            Offer(product=product, lot=lot, net_g=2500, gross_g=3150, price_fen=6880)
            for product, lot in zip(products, lots * len(PRODUCE), strict=True)
        ),
        batch_size=1000,
    )
    catalogue_changed()


def product_of(seller: Cooperative, name_zh: str, name_en: str, category: str) -> Product:
    number = len(name_zh) + int(seller.county_id)
    product = Product(
        slug=f"{name_en.replace(' ', '-')}-{seller.county_id}",
        county=seller.county,
        name_zh=f"{seller.county.short_zh}{name_zh}",
        name_en=f"{seller.county.name_en} {name_en}",
        category=CATEGORIES[category],
        listed_by=seller,
        season_months=sorted({number % 12 + 1, (number + 1) % 12 + 1, (number + 2) % 12 + 1}),
        status=Product.Status.PUBLISHED,
        published_at=timezone.now() - timedelta(minutes=number),
    )
    product.search_text = search_text_of(product)
    return product


CATEGORIES = Category.objects.in_bulk()

if __name__ == "__main__":
    main()
