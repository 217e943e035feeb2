"""What a first visit asks for before its pictures; `make bench-pages` measures the rest."""

import re
from gzip import compress

import pytest
from django.contrib.staticfiles import finders

from cms.pages.demo.pages import make_pages
from shop.catalogue.covers import keep_cover
from shop.catalogue.uploads import picture_from
from shop.models import Product, ProductPicture
from tests import world
from tests.shop.catalogue.test_uploads import painted, upload

pytestmark = pytest.mark.django_db
KB = 1024
GOODS = 24
ASKED = re.compile(r'<(?:link rel="stylesheet" href|script src|img src)="/static/([^"]+)"')


@pytest.fixture
def market():
    world.country()
    make_pages()
    grower = world.plums().lot.cooperative
    of_today = world.lot(grower)
    for number in range(GOODS - 1):
        world.offer(world.product(grower, f"高山脆李{number}号"), of_today)
    picture = picture_from(upload(painted()), title="脆李")
    for product in Product.objects.all():
        shown = {"alt_zh": "青绿色的脆李", "alt_en": "Green plums"}
        ProductPicture.objects.create(product=product, picture=picture, **shown)
        keep_cover(product.pk)


@pytest.mark.parametrize("path", ["/", "/products/", "/products/wushan-cuili/"])
def test_little_is_asked_for_before_its_pictures(client, market, path):
    page = client.get(path).content.decode()
    asked = {name: finders.find(name) for name in ASKED.findall(page)}
    assert len(page.encode()) <= 32 * KB
    assert 1 + len(asked) <= 6
    assert weight(asked, ".css") <= 20 * KB
    assert weight(asked, ".js") <= 2 * KB


def weight(asked: dict[str, str], ending: str) -> int:
    files = [path for name, path in asked.items() if name.endswith(ending)]
    assert files
    return sum(len(compress(open(path, "rb").read())) for path in files)


def test_pictures_in_view_come_first_and_the_others_when_they_are_near(client, market):
    page = client.get("/products/").content.decode()
    pictures = re.findall(
        r'<picture><source [^>]*srcset="[^"]* \d+w, [^"]* \d+w"[^>]*><img [^>]*>', page
    )
    assert len(pictures) == GOODS
    assert all(re.search(r' width="\d+" height="\d+"', picture) for picture in pictures)
    assert ['fetchpriority="high"' in picture for picture in pictures] == [True] * 4 + [False] * 20
    assert ['loading="lazy"' in picture for picture in pictures] == [False] * 4 + [True] * 20
