"""The market the browser's visitors come to: Wushan sells plums, millet comes from far away, and at
each desk something waits to be done."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document

from cms.pages.demo.campaigns import FAIR
from cms.pages.demo.pages import make_page, make_pages
from cms.pages.demo.stories import FAIR_EN, FAIR_ZH, held
from cms.pages.demo.targets import quoted
from cms.pages.models import FairPage, StoryPage
from cms.pages.sections import section
from shop.catalogue.covers import keep_cover
from shop.catalogue.uploads import picture_from
from shop.counters.selling import sell
from shop.models import CounterGood, ProductPicture
from shop.reviews.answering import answer
from tests import world
from tests.shop.catalogue.test_uploads import painted, upload
from tests.shop.claims.received import photograph
from tests.shop.reviews.reviewed import received_line, review_of
from tests.shop.statistics import rows

# The end of the telephone number of an order that waits for its payment.
UNPAID_PHONE = "13900007788"
WAITING_ZH, WAITING_EN = "巫山党参", "Wushan bellflower root"


def make_the_market() -> None:
    world.country()
    world.the_list()
    make_pages()
    make_a_fair()
    plums = world.plums(grams=10_000_000)
    grower = plums.lot.cooperative
    world.recognition(grower)
    world.paid_order(plums)
    world.millet()
    coop = world.desk(grower)
    world.official()
    world.operator()
    buyer = world.user()
    world.user("keyholder")
    newsroom = world.newsroom()
    unit = world.organisation(approval_from_fen=0)
    world.member(unit, keeper=True, approves=True)
    colleague = world.member(unit, "colleague")
    for _ in range(2):
        world.order(plums, organisation=unit, buyer=colleague)
    world.order(plums, phone=UNPAID_PHONE)
    # Behind a figure stand five orders at least.
    for _ in range(5):
        rows.sold(plums.product, 100)
    make_pictures(plums.product)
    review = review_of(
        received_line(plums, buyer=buyer), text="脆甜，路上没坏。", photographs=[photograph()]
    )
    answer(review, text="谢谢，明年再来。", by=coop)
    received_line(plums, buyer=buyer)
    make_what_cannot_be_had_today(grower)
    make_a_product_wait(grower)
    open_a_hall(plums.product)
    make_a_story(by=newsroom["editor"])


def make_pictures(of) -> None:
    for position, (zh, en) in enumerate((("一箱脆李", "A box of plums"), ("枝头", "On the tree"))):
        picture = picture_from(upload(painted()), title=zh)
        ProductPicture.objects.create(
            product=of, picture=picture, alt_zh=zh, alt_en=en, position=position
        )
    keep_cover(of.pk)


def make_what_cannot_be_had_today(grower) -> None:
    """Oranges that are sold ahead, and dried plums of which none is left."""
    today = timezone.localdate()
    ahead = world.lot(
        grower,
        sells_from=today + timedelta(days=30),
        sells_to=today + timedelta(days=60),
        presale_from=today - timedelta(days=1),
        presale_to=today + timedelta(days=20),
        ships_from=today + timedelta(days=30),
        ships_to=today + timedelta(days=40),
    )
    oranges = world.product(
        grower, "巫山脐橙", name_en="Wushan navel orange", slug="wushan-qicheng"
    )
    world.offer(oranges, ahead)
    dried = world.product(grower, "巫山李干", name_en="Wushan dried plums", slug="wushan-ligan")
    gone = world.lot(
        grower, 5000, available_g=0, taken_g=5000, certificate=world.certificate(grower)
    )
    world.offer(dried, gone)


def make_a_product_wait(grower) -> None:
    """For its county to approve it."""
    listed = world.product(
        grower,
        WAITING_ZH,
        name_en=WAITING_EN,
        slug="wushan-dangshen",
        status="waiting",
        published_at=None,
    )
    world.offer(listed, world.lot(grower, certificate=world.certificate(grower)))


def open_a_hall(product) -> None:
    """Whose names and amounts are as long as they come."""
    clerk = world.user("hall")
    name_zh = "烟台巫山人家东西部协作消费帮扶产品展示体验中心"
    hall = world.hall(clerk, "370600", clerk=clerk, name_zh=name_zh)
    for pack in ("2.5kg/箱", "特级果礼盒装 500克×12盒/箱"):
        good = CounterGood.objects.create(
            counter=hall, product=product, pack_zh=pack, net_g=6000, price_fen=9_999_999
        )
        sell(good, packs=999, token=f"{good.pk}".zfill(32), by=clerk)


def make_a_story(*, by) -> None:
    """With a figure of the ledger, a picture and who wrote it."""
    figure = quoted(
        "amount_fen", "巫山李子的一季", destination="370000", as_of=timezone.now(), editor=by
    )
    texts = (
        {
            "title": "李子的一季",
            "lead": "从花到果",
            "byline": "沈文",
            "body": [("figures", [{"figure": figure.pk, "label": "卖到山东"}])],
        },
        {
            "title": "A season of plums",
            "lead": "From blossom to fruit",
            "byline": "Shen Wen",
            "body": [("figures", [{"figure": figure.pk, "label": "sold to Shandong"}])],
        },
    )
    facts = {
        "region_id": "500237",
        "byline": "沈文",
        "picture": picture_from(upload(painted()), title="李花"),
    }
    make_page(section("stories"), StoryPage, "season-of-plums", facts, *texts)


def make_a_fair() -> None:
    """With a short video."""
    world.campaign(FAIR)
    poster = picture_from(upload(painted()), title="李子")
    film, captions = (
        Document.objects.create(title=name, file=ContentFile(b"", name))
        for name in ("plums.mp4", "plums.vtt")
    )
    video = {
        "title": "摘李子",
        "video": film.pk,
        "poster": poster.pk,
        "captions": captions.pk,
        "told": "天亮前上坡。",
        "credit": "沈文",
    }
    texts = [{**said, "body": [*said["body"], ("video", video)]} for said in (FAIR_ZH, FAIR_EN)]
    make_page(section("fairs"), FairPage, "wushan-week", held(), *texts)
