"""What people type, and what must come first, among the goods of the demo."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone

from cms.pages.demo import goods
from cms.pages.demo.tables import rows
from producers.models import Cooperative, Region
from producers.regions import loading, tables
from shop.catalogue.filters import ProductFilters
from shop.catalogue.loading import load as load_categories
from shop.catalogue.searching import search_text_of
from shop.models import Category, Product

pytestmark = pytest.mark.django_db

SEARCHES = [
    # As it is written
    ("脆李", "巫山脆李"),
    ("李", "巫山脆李"),
    ("巫山李", "巫山脆李"),
    ("曲尺脆李", "巫山脆李"),
    ("曲尺李", "巫山脆李"),
    ("巫山县脆李", "巫山脆李"),
    ("巫山", "巫山脆李"),
    ("恋橙", "巫山恋橙(纽荷尔脐橙)"),
    ("纽荷尔", "巫山恋橙(纽荷尔脐橙)"),
    ("奉节橙", "奉节脐橙"),
    ("天水苹果", "天水花牛苹果"),
    ("苍溪猕猴桃", "苍溪红心猕猴桃"),
    ("柞水木耳", "柞水木耳"),
    ("银耳", "通江银耳"),
    ("松茸", "林芝松茸"),
    ("普洱", "勐海普洱茶"),
    ("瓜片", "六安瓜片(金寨)"),
    ("红米", "元阳梯田红米"),
    ("牛肉干", "那曲牦牛肉干"),
    ("腊肉", "城口老腊肉"),
    ("咸鸭蛋", "光山麻鸭蛋(咸鸭蛋)"),
    ("恩施土豆", "恩施硒土豆"),
    ("大樱桃", "福山大樱桃"),
    ("蓝莓 麻江", "麻江蓝莓"),
    ("ＰＵＥＲ", "勐海普洱茶"),
    # By its sound
    ("cuili", "巫山脆李"),
    ("wushan", "巫山脆李"),
    ("wu shan li", "巫山脆李"),
    ("wscl", "巫山脆李"),
    ("wushan liancheng", "巫山恋橙(纽荷尔脐橙)"),
    ("lanmei", "麻江蓝莓"),
    ("songrong", "林芝松茸"),
    ("qixia pingguo", "栖霞苹果"),
    ("dasuan", "乐都紫皮大蒜"),
    ("fentiao", "云阳红薯粉条"),
    ("tanyang", "盐池滩羊"),
    # In English
    ("plum", "巫山脆李"),
    ("crisp plums", "巫山脆李"),
    ("Wushan orange", "巫山恋橙(纽荷尔脐橙)"),
    ("blueberries", "麻江蓝莓"),
    ("matsutake", "林芝松茸"),
    ("yak jerky", "那曲牦牛肉干"),
    ("olive oil", "武都油橄榄(橄榄油)"),
    ("Pu'er", "勐海普洱茶"),
    ("Quchi plum", "巫山脆李"),
    ("red kiwi cangxi", "苍溪红心猕猴桃"),
    ("dark tea", "安化黑茶"),
    ("garlic", "乐都紫皮大蒜"),
    # With a slip
    ("翠李", "巫山脆李"),
    ("五山脆李", "巫山脆李"),
    ("脆李子", "巫山脆李"),
    ("巫山的脆李", "巫山脆李"),
    ("蓝梅", "麻江蓝莓"),
    ("麻江藍莓", "麻江蓝莓"),
    ("普耳茶", "勐海普洱茶"),
    ("cuilli", "巫山脆李"),
    ("wusan cuili", "巫山脆李"),
    ("plumm", "巫山脆李"),
    ("bluebery", "麻江蓝莓"),
    ("olvie oil", "武都油橄榄(橄榄油)"),
]


@pytest.fixture
def market():
    loading.load_regions(tables.read(loading.DATA / "regions.csv"))
    load_categories()
    sellers = sellers_of_counties()
    counties, categories = Region.objects.in_bulk(), Category.objects.in_bulk()
    listed = []
    for number, (row, *_packs) in enumerate(goods.products()):
        product = Product(
            slug=f"product-{number}",
            county=counties[row["county"]],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            category=categories[row["category"]],
            listed_by=sellers[row["county"]],
            status=Product.Status.PUBLISHED,
            published_at=timezone.now(),
        )
        product.search_text = search_text_of(product)
        listed.append(product)
    Product.objects.bulk_create(listed)


def sellers_of_counties() -> dict[str, Cooperative]:
    sellers = {}
    for number, row in enumerate(rows("cooperatives")):
        cooperative = Cooperative.objects.create(
            county_id=row["county"],
            credit_code=f"93{row['county']}MA5U{number:06}",
            status=Cooperative.Status.APPROVED,
            **{name: row[name] for name in ("name_zh", "name_en", "village_zh", "village_en")},
        )
        sellers |= dict.fromkeys(row["sells_for"].split(";"), cooperative)
    return sellers


def first_found(typed: str) -> str:
    found = list(ProductFilters(QueryDict(urlencode({"q": typed})), version=1).found.keys)
    return Product.objects.get(pk=found[0]).name_zh if found else ""


def test_sixty_searches_find_what_is_meant(market):
    assert len(SEARCHES) == 60
    wrong = {typed: found for typed, meant in SEARCHES if (found := first_found(typed)) != meant}
    assert len(wrong) <= 2, wrong
