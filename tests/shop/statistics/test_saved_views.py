import pytest

from shop.models import SavedView
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

HERE = "/en/statistics/saved/"
ASKED = "since=2022-07-01&until=2022-08-31&side=origin&region=500237&by=channel"


@pytest.fixture
def wushan(client):
    world.country()
    client.force_login(world.official("500237"))
    return client


def save(client, name: str = "Plums", asked: str = ASKED, page: str = "channel"):
    return client.post(HERE, {"name": name, "page": page, "asked": asked})


def test_a_question_is_named_opened_renamed_and_deleted(wushan):
    rows.sold(rows.product(), 12)
    shown = wushan.get("/en/statistics/channel/", {"since": "2022-07-01", "until": "2022-08-31"})
    answer = save(wushan, asked=shown.context["asked"])
    assert wushan.get(answer.url).context["sheet"].total.amount_fen == 1200
    view = SavedView.objects.get()
    assert view.get_absolute_url() in wushan.get(HERE).content.decode().replace("&amp;", "&")
    wushan.post(f"{HERE}{view.pk}/", {"name": "Plums by channel"})
    assert "Plums by channel" in wushan.get(HERE).content.decode()
    wushan.post(f"{HERE}{view.pk}/removal/")
    assert not SavedView.objects.exists()


def test_a_name_means_one_view(wushan):
    save(wushan)
    save(wushan, asked=ASKED.replace("channel", "product"), page="")
    view = SavedView.objects.get()
    assert view.page == ""
    assert "by=product" in view.asked
    save(wushan, name="Other")
    other = SavedView.objects.get(name="Other")
    for name in ("Plums", " ", "x" * 81):
        wushan.post(f"{HERE}{other.pk}/", {"name": name})
        other.refresh_from_db()
        assert other.name == "Other"


def test_what_is_not_asked_of_ones_own_place_is_not_saved(wushan):
    for asked in (ASKED.replace("500237", "620524"), ASKED.replace("07-01", "13-01")):
        assert save(wushan, asked=asked).status_code == 404
    save(wushan, name="")
    save(wushan, page="nowhere")
    assert not SavedView.objects.exists()


def test_nobody_finds_the_views_of_others(wushan):
    save(wushan)
    view = SavedView.objects.get()
    wushan.force_login(world.official("500237", "colleague"))
    assert "Plums" not in wushan.get(HERE).content.decode()
    for path in ("", "removal/"):
        assert wushan.post(f"{HERE}{view.pk}/{path}", {"name": "Mine"}).status_code == 404
    view.refresh_from_db()
    assert view.name == "Plums"
