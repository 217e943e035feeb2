import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shop.catalogue.uploads import picture_from
from shop.models import Campaign, Counter, CounterGood, Order, Product, ProductPicture
from shop.sharing import posters
from shop.sharing.drawing import Poster, drawn, wrapped
from tests import world

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def plums():
    world.country()
    return world.plums()


def photographed(product) -> None:
    file = io.BytesIO()
    Image.new("RGB", (1000, 800), "plum").save(file, "JPEG")
    upload = SimpleUploadedFile("plums.jpg", file.getvalue(), "image/jpeg")
    picture = picture_from(upload, title="脆李")
    ProductPicture.objects.create(product=product, picture=picture, alt_zh="一箱脆李")


def size_of(content: bytes) -> tuple[int, int]:
    image = Image.open(io.BytesIO(content))
    assert image.format == "PNG"
    return image.size


def test_a_poster_of_a_product_shows_its_picture_and_carries_the_campaign(client, plums):
    live = world.campaign("live-1")
    product = plums.product
    product.geographical_indication = True
    photographed(product)
    made = posters.of_product(product, live)
    assert made.link == f"{SITE}/products/wushan-cuili/?campaign=live-1"
    assert made.title == "巫山脆李"
    assert made.lines == (
        "重庆市巫山县",
        f"{product.listed_by.name_zh} 种植、发货",
        "地理标志产品",
        "产季：6、7、8月",
    )
    address = "/products/wushan-cuili/poster.png"
    with_picture = client.get(f"{address}?campaign=live-1")
    assert with_picture["Content-Type"] == "image/png"
    assert len(with_picture.content) < 400_000
    width, height = size_of(with_picture.content)
    assert width == 750
    ProductPicture.objects.all().delete()
    assert size_of(client.get(address).content)[1] < height


def test_who_forwards_a_poster_passes_the_campaign_on_to_the_order(client, plums, drawn_link):
    live = world.campaign("live-1")
    # They came by a link of the livestream, and made no poster of it in particular.
    client.get("/products/?campaign=live-1")
    link = drawn_link("/products/wushan-cuili/poster.png")
    assert link.endswith("?campaign=live-1")
    # Somebody else scans the code, and buys.
    client.cookies.clear()
    client.get(link.removeprefix(SITE))
    client.post(f"/basket/{plums.pk}/", {"packs": 1})
    client.post(
        "/checkout/",
        {
            "receiver": "张三",
            "phone": "13800138000",
            "email": "z@x.example",
            "province": "370000",
            "city": "370600",
            "county": "370613",
            "street": "港城东大街1号",
            "fresh_terms": "on",
        },
    )
    assert Order.objects.get().campaign == live


def test_is_drawn_once_for_all_who_ask_for_it(client, plums):
    address = "/products/wushan-cuili/poster.png"
    first = client.get(address)
    before = drawn.cache_info().misses
    assert client.get(address).content == first.content
    assert drawn.cache_info().misses == before
    Product.objects.update(name_zh="巫山青脆李")
    assert client.get(address).content != first.content


@pytest.fixture
def drawn_link(client, monkeypatch):
    """What the code of the picture at an address says."""
    links = []

    def draw(poster: Poster) -> bytes:
        links.append(poster.link)
        return drawn(poster)

    def link_at(address: str) -> str:
        client.get(address)
        return links[-1]

    monkeypatch.setattr("shop.sharing.views.drawn", draw)
    return link_at


@pytest.mark.parametrize("code", ["unknown", "over", "\0", "x" * 500])
def test_a_campaign_that_is_none_today_is_left_out(plums, drawn_link, code):
    world.campaign("over", ends_on="2021-01-01")
    link = drawn_link(f"/products/wushan-cuili/poster.png?campaign={code}")
    assert link == f"{SITE}/products/wushan-cuili/"


def test_a_halls_poster_carries_the_halls_own_code(client, plums):
    client.force_login(world.official("370600", "yantai"))
    made = {"code": "yantai", "channel": "PAIRHALL", "place": "370602", "name_zh": "烟台馆"}
    assert client.post("/en/counters/", made).status_code == 302
    hall, campaign = Counter.objects.get(), Campaign.objects.get()
    assert (campaign.code, campaign.channel_id, hall.campaign) == ("yantai", "PAIRHALL", campaign)
    CounterGood.objects.create(
        counter=hall, product=plums.product, pack_zh="箱", net_g=2500, price_fen=6880
    )
    poster = posters.of_hall(hall)
    assert poster.link == f"{SITE}/products/?campaign=yantai"
    assert poster.lines[-1] == "巫山脆李"
    assert size_of(client.get("/en/counters/yantai/poster.png").content)[0] == 750
    hall.clerks.create(user=world.user("clerk"), starts_on=campaign.starts_on)
    client.force_login(hall.clerks.get().user)
    page = client.get("/en/counters/yantai/posters/").text
    assert "/en/products/wushan-cuili/poster.png?campaign=yantai" in page


def test_a_cooperatives_posters_count_for_the_campaign_it_chooses(client, plums):
    live = world.campaign("live-1")
    grower = plums.lot.cooperative
    grower.households_count = 185
    poster = posters.of_cooperative(grower, live)
    assert "成员农户 185 户" in poster.lines
    assert poster.lines[-1] == "巫山脆李"
    assert poster.link.endswith("&campaign=live-1")
    client.force_login(world.desk(grower))
    page = client.get("/en/workbench/posters/?campaign=live-1").text
    assert f"/en/cooperatives/{grower.pk}/poster.png?campaign=live-1" in page
    assert "/en/products/wushan-cuili/poster.png?campaign=live-1" in page


def test_a_product_page_offers_to_share_it(client, plums):
    page = client.get("/en/products/wushan-cuili/").text
    assert "data-share" in page and "share.js" in page
    assert 'href="/en/products/wushan-cuili/poster.png"' in page


def test_long_names_are_broken_between_characters():
    parts = wrapped("巫山脆李" * 8, 60, 654)
    assert "".join(parts) == "巫山脆李" * 8
    assert {len(part) for part in parts[:-1]} == {10}
