"""What buyers say of goods that came."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.catalogue.keeping import catalogue_version
from shop.models import Product, Review
from shop.reviews.answering import AnsweredAlready, answer
from shop.reviews.moderating import hide, show_again
from shop.reviews.writing import CannotReview
from tests import world
from tests.shop.catalogue.test_uploads import painted, upload
from tests.shop.reviews.reviewed import line_of, received_line, review_of

pytestmark = pytest.mark.django_db
PLUMS = "/en/products/wushan-cuili/"


@pytest.fixture
def plums():
    world.country()
    return world.plums()


def test_a_buyer_reviews_what_came_with_photographs(client, plums, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    line = received_line(plums, buyer=world.user())
    client.force_login(line.order.buyer)
    photos = [upload(painted(size=(80, 60)), name=f"{n}.jpg") for n in range(2)]
    address = reverse("review_new", args=[line.order.code, line.number])
    client.post(address, {"stars": "5", "text": "很<b>甜</b>", "photographs": photos})
    review = line.product.reviews.get()
    assert (review.stars, review.signed, review.by) == (5, "张*", line.order.buyer)
    assert review.photographs.count() == 2
    shown = client.get(PLUMS).content.decode()
    assert "很&lt;b&gt;甜" in shown and shown.count("Photograph by the buyer") == 2
    assert "from 1 review" in shown and '"ratingValue": "5.0"' in shown
    assert "很&lt;b&gt;甜" in client.get(PLUMS + "reviews/").content.decode()


def test_a_guest_reviews_by_the_key_and_once(client, plums):
    line = received_line(plums)
    client.get(reverse("order_by_key", args=[line.order.code, line.order.key]))
    address = reverse("review_new", args=[line.order.code, line.number])
    for _ in range(2):
        answer = client.post(address, {"stars": "2"})
    assert "这件商品您已评价过" in answer.text
    assert Review.objects.get().by is None
    product = Product.objects.get(pk=plums.product_id)
    assert (product.stars_sum, product.stars_count) == (2, 1)


def test_what_is_no_picture_is_named_and_nothing_is_stored(client, plums):
    line = received_line(plums, buyer=world.user())
    client.force_login(line.order.buyer)
    address = "/en" + reverse("review_new", args=[line.order.code, line.number])
    said = {"stars": "5", "photographs": [upload(b"no picture", name="a.jpg")]}
    assert "a.jpg: This file is not a JPEG" in client.post(address, said).content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize("stars", ["0", "6", "x", ""])
def test_stars_are_one_to_five(client, plums, stars):
    line = received_line(plums, buyer=world.user())
    client.force_login(line.order.buyer)
    address = reverse("review_new", args=[line.order.code, line.number])
    assert "errorlist" in client.post(address, {"stars": stars}).content.decode()


def test_what_did_not_come_is_not_reviewed(plums):
    with pytest.raises(CannotReview):
        review_of(line_of(world.paid_order(plums)))


def test_the_average_of_cards_and_page_needs_no_question(client, plums):
    for stars in (5, 4, 4):
        review_of(received_line(plums), stars=stars)
    assert "4.3" in client.get("/en/products/").content.decode()
    client.get(PLUMS)
    with CaptureQueriesContext(connection) as queries:
        assert "4.3" in client.get(PLUMS).content.decode()
    assert len(queries) == 1


def test_a_review_leaves_what_is_kept_of_other_pages_and_is_seen_at_once_on_its_own(client, plums):
    """With a pack on sale or without."""
    received, later = received_line(plums), received_line(plums)
    before = catalogue_version()
    assert "第一" not in client.get(PLUMS).text
    review_of(received, text="第一")
    assert "第一" in client.get(PLUMS).text
    plums.stopped_at = timezone.now()
    plums.save()
    assert "第二" not in client.get(PLUMS).text
    review_of(later, text="第二")
    assert "第二" in client.get(PLUMS).text
    assert catalogue_version() == before


def test_the_page_of_reviews_asks_as_much_for_ten_as_for_one(client, plums):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(PLUMS + "reviews/")
        return len(queries)

    review_of(received_line(plums))
    client.get(PLUMS + "reviews/")
    few = asked()
    for _ in range(4):
        answer(review_of(received_line(plums)), text="谢谢", by=world_desk(plums))
    assert asked() == few


def world_desk(plums):
    staff = plums.lot.cooperative.staff.first()
    return staff.user if staff else world.desk(plums.lot.cooperative)


def test_the_cooperative_answers_once_and_another_not_at_all(client, plums):
    review = review_of(received_line(plums))
    client.force_login(world.desk(world.cooperative(), "other"))
    address = reverse("workbench_review_answer", args=[review.pk])
    assert client.post(address, {"text": "谢谢"}).status_code == 404
    desk = world.desk(plums.lot.cooperative)
    client.force_login(desk)
    assert "errorlist" in client.post(address, {"text": ""}).content.decode()
    client.post(address, {"text": "谢谢您"})
    client.post(address, {"text": "再谢"})
    assert review.answer.text == "谢谢您"
    assert "谢谢您" in client.get(PLUMS).content.decode()
    with pytest.raises(AnsweredAlready):
        answer(review, text="三谢", by=desk)


def test_an_operator_hides_words_and_not_stars(client, plums):
    review = review_of(received_line(plums), stars=1, text="电话13900000000")
    client.force_login(world.operator())
    client.post(reverse("operator_review_hiding", args=[review.pk]), {"hidden_for": ""})
    assert "139000" in client.get(PLUMS).content.decode()
    client.post(reverse("operator_review_hiding", args=[review.pk]), {"hidden_for": "含个人电话"})
    for page in (PLUMS, PLUMS + "reviews/"):
        shown = client.get(page).content.decode()
        assert "139000" not in shown and "1.0" in shown
    assert "含个人电话" in shown
    client.post(reverse("operator_review_showing", args=[review.pk]))
    assert "139000" in client.get(PLUMS).content.decode()
    assert [d.hidden_for for d in review.decisions.order_by("id")] == ["含个人电话", ""]


def test_hiding_twice_is_written_down_once(plums):
    review, operator = review_of(received_line(plums)), world.operator()
    for _ in range(2):
        hide(review, reason="含个人电话", by=operator)
    show_again(review, by=operator)
    assert review.decisions.count() == 2
