"""Chinese and English side by side, with what is out of date."""

import json

import pytest
from wagtail.models import Locale

from cms.pages.models import HomePage, StoryPage
from cms.pages.translations import State, translations
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    world.country()
    body = [{"type": "quote", "value": {"text": "李子熟了", "who": "向明"}, "id": "1"}]
    page = StoryPage(title="李子", slug="plums", byline="沈文", body=json.dumps(body))
    HomePage.objects.get(locale__language_code="zh-hans").add_child(instance=page)
    page.save_revision().publish()
    return page


def in_english(page):
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.title = "Plums"
    copy.save_revision()
    return copy


def state(page) -> str:
    return translations().get(pk=page.pk).state


def change(page, text: str) -> None:
    page.body[0].value["text"] = text
    page.save_revision().publish()


def test_it_says_what_became_of_a_page_in_english(story):
    assert state(story) == State.MISSING
    copy = in_english(story)
    assert state(story) == State.DRAFT
    copy.get_latest_revision().publish()
    assert state(story) == State.CURRENT
    change(story, "李子红了")
    assert state(story) == State.OLD


def test_a_text_is_as_old_as_it_was_written_and_not_as_its_review(story):
    copy = in_english(story)
    copy.get_latest_revision().publish()
    story.get_latest_revision().publish()
    assert state(story) == State.CURRENT


def test_both_stand_side_by_side_with_what_changed(client, story):
    copy = in_english(story)
    copy.get_latest_revision().publish()
    change(story, "李子红了")
    client.force_login(world.newsroom()["editor"])
    report = client.get("/admin/translations/?state=old")
    assert [page.title for page in report.context["object_list"]] == ["李子"]
    assert f"/admin/translations/{story.pk}/" in report.content.decode()
    beside = client.get(f"/admin/translations/{story.pk}/").context["texts"]
    assert [(text.chinese, text.english, text.changed) for text in beside] == [
        ("李子", "Plums", False),
        ("沈文", "沈文", False),
        ("李子红了\n向明", "李子熟了\n向明", True),
    ]


def test_a_page_without_its_english_leads_to_making_it(client, story):
    client.force_login(world.newsroom()["editor"])
    page = client.get(f"/admin/translations/{story.pk}/").content.decode()
    assert f"/admin/translation/submit/page/{story.pk}/" in page
