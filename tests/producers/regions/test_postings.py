"""Each level posts the officials below it, and ends a posting by date."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from cms.users.models import User
from producers.models import Posting
from tests import world

pytestmark = pytest.mark.django_db
PAGE = "/postings/"


@pytest.fixture(autouse=True)
def country():
    world.country()


def somebody(region: str, **given) -> dict:
    return {
        "email": "new@shanhuo.example",
        "region": region,
        "starts_on": timezone.localdate(),
        **given,
    }


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (None, "370000"),
        (None, "370600"),
        (None, "500237"),
        ("370000", "370600"),
        ("370000", "370602"),
        ("370600", "370602"),
        ("500000", "500237"),
    ],
)
def test_a_level_posts_those_below_it(client, mine, theirs):
    client.force_login(world.official(mine, "me"))
    client.post(PAGE, somebody(theirs))
    made = Posting.objects.get(region=theirs)
    assert (made.user.email, made.made_by.email) == ("new@shanhuo.example", "me@shanhuo.example")
    assert made.pk in [row.pk for row in client.get(PAGE).context["page_obj"]]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("370000", "370000"),
        ("370000", "500237"),
        ("370600", "370600"),
        ("370600", "370000"),
        ("370600", "370203"),
        ("500237", "500237"),
        ("500237", "500236"),
        ("500000", "370600"),
    ],
)
def test_nobody_posts_beside_or_above_themselves(client, mine, theirs):
    client.force_login(world.official(mine, "me"))
    answer = client.post(PAGE, somebody(theirs))
    assert answer.context["form"].errors["region"]
    assert Posting.objects.count() == 1
    assert not User.objects.filter(email="new@shanhuo.example").exists()
    assert not mail.outbox


def test_a_new_account_is_mailed_a_link(client, django_capture_on_commit_callbacks):
    client.force_login(world.official(None, "national"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PAGE, somebody("巫山县"))
    assert Posting.objects.filter(region="500237").exists()
    assert mail.outbox[0].to == ["new@shanhuo.example"]


def test_a_known_account_is_posted_as_it_is(client, django_capture_on_commit_callbacks):
    person = world.user("new")
    client.force_login(world.official(None, "national"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PAGE, somebody("500237"))
    assert person.postings.get().region_id == "500237"
    assert not mail.outbox


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"region": "无名县"}, "region"),
        ({"region": "999999"}, "region"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": "1066-10-14"}, "starts_on"),
        ({"ends_on": "2001-01-01"}, "ends_on"),
    ],
)
def test_a_wrong_posting_is_refused_and_nothing_stored(client, wrong, field):
    client.force_login(world.official(None, "national"))
    answer = client.post(PAGE, somebody(**{"region": "500237", **wrong}))
    assert answer.context["form"].errors[field]
    assert Posting.objects.count() == 1


def test_a_posting_ends_by_date_and_says_who_ended_it(client):
    person = world.official("500237")
    row = person.postings.get()
    client.force_login(world.official("500000", "chongqing"))
    yesterday = timezone.localdate() - timedelta(days=1)
    page = f"/postings/{row.pk}/end/"
    wrong = client.post(page, {"ends_on": "2010-01-01"})
    assert wrong.context["form"].errors["ends_on"]
    client.post(page, {"ends_on": yesterday})
    row.refresh_from_db()
    assert (row.ends_on, row.ended_by.email) == (yesterday, "chongqing@shanhuo.example")
    client.force_login(person)
    assert client.get("/approvals/").status_code == 404


@pytest.mark.parametrize("mine", ["500237", "500236", "370000"])
def test_nobody_ends_a_posting_that_is_not_below_them(client, mine):
    row = world.official("500237").postings.get()
    client.force_login(world.official(mine, "me"))
    page = f"/postings/{row.pk}/end/"
    assert client.get(page).status_code == 404
    assert client.post(page, {"ends_on": timezone.localdate()}).status_code == 404
    row.refresh_from_db()
    assert row.ends_on is None


def test_the_page_asks_the_same_however_many_are_posted(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(world.official(None, "national"))
    world.official("500237", "one")
    client.get(PAGE)
    with django_assert_max_num_queries(8) as few:
        client.get(PAGE)
    for n, region in enumerate(["370600", "370602", "500236", "620524", "540102"]):
        world.official(region, f"official{n}")
    with django_assert_num_queries(len(few)):
        client.get(PAGE)
