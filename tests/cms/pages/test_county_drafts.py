import pytest
from wagtail.models import Page

from cms.pages.county_drafts import draft_counties
from cms.pages.models import CountyPage, HomePage
from cms.pages.sections import SECTIONS, section
from tests import world

pytestmark = pytest.mark.django_db


def test_each_county_of_the_list_is_drafted_once(client):
    world.country()
    world.the_list()
    home = HomePage.objects.get(locale__language_code="zh-hans")
    home.add_child(instance=CountyPage(title="巫山", slug="wushan", region_id="500237"))
    drafted = draft_counties()
    assert drafted and draft_counties() == 0
    pages = CountyPage.objects.exclude(region="500237")
    assert pages.count() == 2 * drafted and not pages.live().exists()
    assert Page.find_problems() == ([], [], [], [], [])
    code = pages.first().region_id
    chinese, english = pages.filter(region=code).order_by("locale__language_code").reverse()
    assert chinese.get_translations().get().pk == english.pk
    assert client.get(f"/counties/{code}/").status_code == 200


def test_a_draft_is_found_enriched_and_published(client):
    world.country()
    world.the_list()
    draft_counties()
    page = CountyPage.objects.get(region="500236", locale__language_code="zh-hans")
    client.force_login(world.newsroom()["editor"])
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    found = client.get("/admin/pages/search/results/", {"q": "奉节县"}).content.decode()
    assert f"/admin/pages/{page.pk}/edit/" in found
    page.lead = "夔门边的脐橙"
    page.save_revision().publish()
    assert "夔门边的脐橙" in client.get("/counties/500236/").content.decode()
    assert "奉节县" in client.get("/county-pages/").content.decode()


def test_the_sections_are_there_in_both_languages(client):
    for slug, (chinese, english) in SECTIONS.items():
        section(slug)
        assert section(slug) == section(slug)
        assert chinese[0] in client.get(f"/{slug}/").content.decode()
        assert english[0] in client.get(f"/en/{slug}/").content.decode()
