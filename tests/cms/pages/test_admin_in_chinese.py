"""The admin speaks Chinese on every page an editor or a reviewer comes to."""

import json
import re
from pathlib import Path

import pytest
import wagtail.admin
from babel.messages import pofile
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from cms.pages.models import StoryPage
from cms.pages.sections import section
from shop.catalogue.uploads import picture_from
from tests import reading, world
from tests.shop.catalogue.test_uploads import painted, upload

pytestmark = pytest.mark.django_db

WORD = re.compile(r"[A-Za-z]{2,}")
# Names, formats, keys and units, as people in China write them too.
AS_IT_IS = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|\w+\.(?:jpg|mp4)|/[\w/-]+/|\b(?=\w*\d)[\w-]+\b|Shanhuo|Wagtail"
    r"|Stories from the mountains"
    r"|\b(?:AVIF|CC|BY|SA|CSV|GIF|HEIC|HTML|JPE?G|JavaScript|[KM]B|MP4|PDF|PNG|SEO|SVG|URL|VTT"
    r"|WEBP|WebM|WebP|XLSX|Alt|Cmd|Ctrl|Esc|Shift|Tab|English|Root)\b",
    re.ASCII,
)
# Written so in Wagtail's templates, for screen readers alone; and the name of the tree's root.
HARD_CODED = {"Actions", "Search", "None"}
PAGES = [
    "",
    "account/",
    "pages/",
    "pages/{home}/",
    "pages/{home}/add_subpage/",
    *(f"pages/add/pages/{kind}/{{section}}/" for kind in ("storypage", "fairpage", "countypage")),
    "pages/add/pages/pavilionpage/{home}/",
    "pages/{story}/edit/",
    "pages/{story}/history/",
    "pages/{story}/copy/",
    "pages/{story}/usage/",
    "pages/search/?q=李子",
    "translation/submit/page/{story}/",
    "translations/",
    "translations/{story}/",
    "images/",
    "images/add/",
    "images/{picture}/",
    "documents/",
    "documents/edit/{film}/",
    "documents/chooser/",
    "documents/multiple/add/",
    *(f"choose-{kind}-link/" for kind in ("external", "email", "phone", "anchor")),
    "snippets/shop/quotedfigure/",
    "snippets/shop/quotedfigure/add/",
    "redirects/",
    "redirects/add/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "reports/site-history/",
    "reports/aging-pages/",
]
OF_ITS_WRITER = ["pages/{draft}/delete/", "pages/{draft}/move/"]


@pytest.fixture
def people():
    world.country()
    return world.newsroom()


@pytest.fixture
def things(people):
    stories = section("stories")
    body = [{"type": "quote", "value": {"text": "李子熟了", "who": "向明"}, "id": "1"}]
    story = StoryPage(title="李子", slug="plums", byline="沈文", body=json.dumps(body))
    stories.add_child(instance=story)
    story.save_revision(user=people["editor"])
    story.get_workflow().start(story, people["editor"])
    draft = StoryPage(title="橙子", slug="oranges", byline="沈文", live=False)
    draft.owner = people["editor"]
    stories.add_child(instance=draft)
    picture = picture_from(upload(painted()), title="李子")
    film = Document.objects.create(title="摘李子", file=ContentFile(b"", "plums.mp4"))
    return {
        "home": stories.get_parent().pk,
        "section": stories.pk,
        "story": story.pk,
        "draft": draft.pk,
        "picture": picture.pk,
        "film": film.pk,
    }


def in_english(page: str) -> set[str]:
    return {
        text
        for language, text in reading.Page(page).said
        if language != "en"
        and text.strip() not in HARD_CODED
        and WORD.search(AS_IT_IS.sub("", text))
    }


@pytest.mark.parametrize("name", ["editor", "chushen"])
def test_the_admin_says_nothing_in_english(client, people, things, name):
    client.force_login(people[name])
    english = {}
    for page in PAGES + (OF_ITS_WRITER if name == "editor" else []):
        address = f"/admin/{page.format(**things)}"
        answer = client.get(address)
        # What they are not led to has nothing to be found on.
        assert answer.status_code == 200, address
        dialog = answer["Content-Type"] == "application/json"
        page = answer.json()["html"] if dialog else answer.content.decode()
        if words := in_english(page):
            english[address] = words
    assert english == {}, "\n".join(f"{a}: {w}" for a, ws in english.items() for w in sorted(ws))


def test_its_scripts_say_nothing_in_english(client, people):
    english = Path(wagtail.admin.__file__).parent / "locale/en/LC_MESSAGES/djangojs.po"
    with english.open("rb") as file:
        texts = {message.id for message in pofile.read_po(file) if message.id}
    client.force_login(people["editor"])
    said = re.search(r"newcatalog = (.+?);\n", client.get("/admin/jsi18n/").text, re.DOTALL)
    known = json.loads(said[1])
    assert len(texts) > 50
    assert [
        text for text in texts if (text if isinstance(text, str) else text[0]) not in known
    ] == []
