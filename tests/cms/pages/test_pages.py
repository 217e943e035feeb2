import json
import re
from datetime import date

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from cms.pages.goods import shelf
from cms.pages.models import CountyPage, FairPage, HomePage, PavilionPage, SectionPage, StoryPage
from producers.models import Region
from shop.catalogue.uploads import picture_from
from tests import world
from tests.shop.catalogue.test_uploads import painted, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    world.country()
    return HomePage.objects.get(locale__language_code="zh-hans")


def hall_in(home, **fields):
    fields = {"title": "烟台巫山人家", "slug": "yantai-wushan", **fields}
    fields = {"place_id": "500237", "partner_id": "370600", **fields}
    return home.add_child(instance=PavilionPage(**fields))


def in_english(page, title):
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    copy.title = title
    copy.save_revision().publish()
    return copy


def test_both_homes_are_there_before_anybody_writes_a_page(client):
    assert 'lang="zh-Hans"' in client.get("/").content.decode()
    assert '<html lang="en">' in client.get("/en/").content.decode()


@pytest.mark.parametrize("door", ["statistics", "reports", "approvals"])
def test_an_official_is_led_to_their_work_from_any_page(client, home, door):
    client.force_login(world.official())
    assert f'href="/{door}/"' in client.get("/counties/").content.decode()


def test_the_language_switch_leads_from_home_to_home(client):
    assert 'href="/en/"' in client.get("/").content.decode()
    assert 'href="/" lang="zh-Hans"' in client.get("/en/").content.decode()


def test_the_language_switch_keeps_the_page(client, home):
    in_english(hall_in(home), "Wushan House")
    page = client.get("/yantai-wushan/").content.decode()
    assert 'href="/en/yantai-wushan/"' in page
    assert "烟台巫山人家" in page
    assert "Wushan House" in client.get("/en/yantai-wushan/").content.decode()


def test_the_language_switch_leads_home_where_a_page_is_not_translated(client, home):
    hall_in(home)
    assert 'href="/en/" lang="en"' in client.get("/yantai-wushan/").content.decode()


def test_the_language_switch_keeps_the_question(client):
    page = client.get("/accounts/login/?next=/basket/").content.decode()
    assert 'href="/en/accounts/login/?next=/basket/"' in page


def test_a_missing_page_speaks_the_language_of_its_address(client):
    page = client.get("/en/nowhere/")
    assert page.status_code == 404
    assert '<html lang="en">' in page.content.decode()
    assert 'href="/" lang="zh-Hans"' in page.content.decode()


@pytest.mark.parametrize("slug", ["en", "en-tea", "account"])
def test_it_refuses_a_slug_under_which_nobody_would_see_the_page(home, slug):
    with pytest.raises(ValidationError) as refusal:
        hall_in(home, slug=slug)
    assert "slug" in refusal.value.message_dict


def test_home_shows_the_halls(client, home):
    hall_in(home)
    assert 'href="/yantai-wushan/"' in client.get("/").content.decode()


def test_a_county_has_one_page_in_a_language(home):
    home.add_child(instance=CountyPage(title="巫山", slug="wushan", region_id="500237"))
    with pytest.raises(ValidationError):
        home.add_child(instance=CountyPage(title="巫山", slug="wushan-2", region_id="500237"))


def test_an_editors_page_stands_where_the_county_does(client, home):
    home.add_child(
        instance=CountyPage(title="巫山", slug="wushan", region_id="500237", lead="峡江边的果园")
    )
    assert "峡江边的果园" in client.get("/counties/500237/").content.decode()
    assert client.get("/wushan/").url == "/counties/500237/"


def test_a_page_shows_what_is_on_sale_when_it_is_read(client, home):
    body = json.dumps([{"type": "offers", "value": {"heading": "巫山来的", "at_most": 8}}])
    hall_in(home, body=body)
    assert "巫山脆李" not in client.get("/yantai-wushan/").content.decode()
    world.plums()
    caches["template_fragments"].clear()
    page = client.get("/yantai-wushan/").content.decode()
    assert "巫山脆李" in page
    assert "¥68.80" in page


def test_a_shelf_holds_the_goods_of_its_place(home):
    world.plums()
    world.millet()
    asked = {"in_season": False, "at_most": 8, "version": 1}
    of_chongqing = shelf(place=Region.objects.get(pk="500000"), **asked)
    assert "巫山脆李" in of_chongqing
    assert "武山小米" not in of_chongqing
    assert "武山小米" in shelf(place=None, **asked)


@pytest.mark.parametrize("number", [1, 12])
def test_more_goods_ask_no_more_questions(home, number, django_assert_max_num_queries):
    grower = world.plums().lot.cooperative
    for n in range(number - 1):
        world.offer(world.product(grower, f"山货{n}"), world.lot(grower))
    with django_assert_max_num_queries(4):
        shelf(place=None, in_season=False, at_most=12, version=1)


@pytest.mark.parametrize("path", ["/", "/counties/500237/"])
def test_a_page_is_drawn_once_for_strangers(client, home, path, django_assert_num_queries):
    first = client.get(path)
    with django_assert_num_queries(1):
        assert client.get(path).content == first.content


def test_more_pages_ask_no_more_questions(client, home):
    """Of a section, with its counties and stories, and of a county with its stories."""
    client.cookies["look"] = "usual"
    section = home.add_child(instance=SectionPage(title="故事", slug="told"))

    def tell(stories: range, county: str) -> None:
        for n in stories:
            story = StoryPage(title=f"故事{n}", slug=f"s{n}", region_id="500237", byline="沈文")
            section.add_child(instance=story)
        section.add_child(instance=CountyPage(title="县", slug=f"c{county}", region_id=county))

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as questions:
            assert "故事" in client.get(path).text
        return len(questions)

    paths = ["/told/", "/counties/500237/"]
    tell(range(2), "500237")
    of_three = [asked(path) for path in paths]
    tell(range(2, 28), "500236")
    assert [asked(path) for path in paths] == of_three


def test_home_asks_little_of_who_has_a_cookie(client, home, django_assert_max_num_queries):
    client.cookies["look"] = "usual"
    client.get("/")
    with django_assert_max_num_queries(6):
        client.get("/")


@pytest.mark.parametrize("told", [1, 24])
def test_a_section_and_a_story_ask_little_however_much_is_told(
    client, home, told, django_assert_max_num_queries
):
    section = home.add_child(instance=SectionPage(title="山里的故事", slug="told"))
    for number in range(told):
        story = StoryPage(
            title=f"故事{number}", slug=f"story-{number}", byline="李", region_id="500237"
        )
        section.add_child(instance=story)
    client.cookies["look"] = "usual"
    for path, most in (("/told/", 10), ("/told/story-0/", 12)):
        assert "故事0" in client.get(path).content.decode()
        with django_assert_max_num_queries(most):
            client.get(path)


def test_the_picture_of_a_page_comes_first_and_no_larger_than_it_is_seen(client, home):
    hall_in(home, picture=picture_from(upload(painted()), title="李子"))
    page = client.get("/yantai-wushan/").content.decode()
    picture = re.search(r'<img class="hero__image"[^>]*>', page)[0]
    assert re.findall(r" (\d+)w", picture) == ["800", "1600"]
    assert 'fetchpriority="high"' in picture and "loading" not in picture


def test_who_has_a_cookie_gets_a_page_of_their_own(client, home):
    plums = world.plums()
    client.get("/")
    client.post(f"/basket/{plums.pk}/", {"packs": "1"})
    assert 'class="count"' in client.get("/").content.decode()
    client.cookies.clear()
    client.cookies["look"] = "usual"
    assert 'class="count"' not in client.get("/").content.decode()


@pytest.mark.parametrize("cookies", [{}, {"look": "usual"}])
def test_anybody_sees_at_once_what_an_editor_published(client, home, cookies):
    client.cookies.load(cookies)
    client.get("/")
    hall_in(home, title="烟台的巫山馆").save_revision().publish()
    assert "烟台的巫山馆" in client.get("/").content.decode()


def test_nothing_of_a_form_is_kept_for_the_next(client, home):
    answer = client.get("/")
    assert "csrftoken" not in answer.cookies and "Cookie" in answer["Vary"]


def test_a_hall_is_remembered_when_something_is_bought(client, home):
    hall_in(home, campaign=world.campaign("hall-1", "PAIRHALL"))
    client.get("/yantai-wushan/")
    assert client.cookies["campaign"].value == "hall-1"


@pytest.mark.parametrize("start", ["/", "/en/"])
def test_a_hall_and_its_twin_lead_to_each_other(client, home, start):
    there = hall_in(home)
    here = hall_in(
        home, title="巫山烟台人家", slug="wushan-yantai", place_id="370600", partner_id="500237"
    )
    in_english(there, "Wushan House")
    in_english(here, "Yantai House")
    for slug, twin in (("yantai-wushan", "wushan-yantai"), ("wushan-yantai", "yantai-wushan")):
        main = client.get(f"{start}{slug}/").text.partition("<main")[2]
        assert f'href="{start}{twin}/"' in main
        assert f'href="{start}{slug}/"' not in main


@pytest.mark.parametrize("start", ["/", "/en/"])
def test_a_fair_says_its_days(client, home, start):
    days = {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 7)}
    fair = FairPage(title="李子节", slug="fair", place_id="370600", address="南大街1号", **days)
    in_english(home.add_child(instance=fair), "Plum fair")
    assert "2026-05-01 – 2026-05-07" in client.get(f"{start}fair/").text


def test_the_picture_of_each_page_says_whose_it_is_and_by_which_right(client, home):
    picture = picture_from(upload(painted()), title="李子")
    picture.author, picture.licence = "向明", "cc-by-sa"
    picture.save()
    hall_in(home, picture=picture)
    for page in (
        CountyPage(title="巫山", slug="wushan", region_id="500237", picture=picture),
        StoryPage(title="故事", slug="told", byline="沈文", picture=picture),
    ):
        home.add_child(instance=page)
    for path in ("/counties/500237/", "/yantai-wushan/", "/told/"):
        assert "图：向明 · CC BY-SA" in client.get(path).text


def test_without_one_the_county_speaks_for_itself(client, home):
    page = client.get("/counties/500236/")
    assert page.status_code == 200
    assert "奉节" in page.content.decode()


def test_industries_without_numbers_are_named_without_a_table(client, home):
    body = [{"type": "industry", "value": {"name": "脆李"}}]
    wushan = {"title": "巫山", "slug": "wushan", "region_id": "500237"}
    page = home.add_child(instance=CountyPage(industries=json.dumps(body), **wushan))
    assert '<li class="chip">脆李</li>' in client.get("/counties/500237/").text
    body[0]["value"] |= {"area_mu": 300_000, "year": 2025, "source": "县统计公报"}
    page.industries = json.dumps(body)
    page.save_revision().publish()
    assert '<td class="num">300000</td>' in client.get("/counties/500237/").text.replace(",", "")
