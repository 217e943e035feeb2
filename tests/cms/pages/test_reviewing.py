"""三审三校: what an editor hands in is read by three others before everybody does."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, TaskState, Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.pages.editors import review
from cms.pages.models import CountyPage, HomePage, PavilionPage, StoryPage
from cms.pages.sections import section
from cms.pages.texts import texts_of
from cms.pages.wording import forbidden_in
from shop.jobs.ticking import JOBS, run
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    world.country()
    return world.newsroom()


def story(*, text="李子熟了", kept=(), action="action-submit", **more) -> dict:
    words = [("words", {"words": words, "reason": "说的是时间"}) for words in kept]
    return nested_form_data(
        {
            "title": "向家的李子",
            "slug": "xiang",
            "lead": "从低处往高处采",
            "byline": "沈文",
            "region": "500237",
            "picture": "",
            "body": streamfield([("quote", {"text": text, "who": "向明"})]),
            "kept_words": streamfield(words),
            action: "1",
            **more,
        }
    )


def write(client, **fields):
    home = HomePage.objects.get(locale__language_code="zh-hans")
    return client.post(f"/admin/pages/add/pages/storypage/{home.pk}/", story(**fields))


def hand_in(client, editor, **fields) -> StoryPage:
    client.force_login(editor)
    answer = write(client, **fields)
    assert answer.status_code == 302, answer.context["form"].errors
    return StoryPage.objects.get()


def decide(client, person, page, action="approve"):
    client.force_login(person)
    state = page.current_workflow_task_state
    address = f"/admin/pages/workflow/action/{page.pk}/{action}/{state.pk}/"
    return client.post(address, {"comment": "第二段再核对一次"})


def test_a_page_is_published_when_three_others_have_read_it(client, people):
    page = hand_in(client, people["editor"])
    for name, step in (("chushen", "初审"), ("fushen", "复审"), ("zhongshen", "终审")):
        assert not StoryPage.objects.get().live
        assert page.current_workflow_task.name == step
        client.force_login(people[name])
        assert "向家的李子" in client.get("/admin/").content.decode()
        decide(client, people[name], page)
    page.refresh_from_db()
    assert page.live
    shown = client.get(page.url).content.decode()
    assert "李子熟了" in shown and '"@type": "Article"' in shown


def test_nobody_reads_their_own_page_nor_one_page_twice(client, people):
    first, second, _final = review()
    people["editor"].groups.add(first)
    people["chushen"].groups.add(second)
    page = hand_in(client, people["editor"])
    decide(client, people["editor"], page)
    assert page.current_workflow_task.name == "初审"
    decide(client, people["chushen"], page)
    decide(client, people["chushen"], page)
    assert page.current_workflow_task.name == "复审"
    assert not TaskState.objects.reviewable_by(people["chushen"]).exists()


def test_who_changes_a_page_in_review_has_it_read_by_all_again(client, people):
    page = hand_in(client, people["editor"])
    for name in ("chushen", "fushen"):
        decide(client, people[name], page)
    client.force_login(people["zhongshen"])
    changed = story(text="另一句话", action="action-workflow-action")
    changed["workflow-action-name"] = "approve"
    assert client.post(f"/admin/pages/{page.pk}/edit/", changed).status_code == 302
    page.refresh_from_db()
    assert (page.live, page.current_workflow_task.name) == (False, "初审")
    for name in ("chushen", "fushen", "zhongshen"):
        assert not StoryPage.objects.get().live
        decide(client, people[name], page)
    page.refresh_from_db()
    assert page.live and "另一句话" in client.get(page.url).content.decode()


def test_what_is_sent_back_comes_again_to_who_sent_it(client, people):
    page = hand_in(client, people["editor"])
    decide(client, people["chushen"], page, "reject")
    client.force_login(people["editor"])
    again = story(text="李子又熟了", action="action-restart-workflow")
    assert client.post(f"/admin/pages/{page.pk}/edit/", again).status_code == 302
    assert page.current_workflow_task.name == "初审"
    decide(client, people["chushen"], page)
    assert page.current_workflow_task.name == "复审"


@pytest.mark.parametrize("name", ["editor", "zhongshen"])
def test_nobody_publishes_a_page_without_the_reviews(client, people, name):
    client.force_login(people[name])
    write(client, action="action-publish")
    page = Page.objects.not_exact_type(HomePage).filter(depth__gt=1)
    assert not page.live().exists()
    drafted = hand_in(client, people["editor"], action="x")
    client.force_login(people[name])
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={drafted.pk}")
    client.post(f"/admin/pages/{drafted.pk}/edit/", story(action="action-publish"))
    assert not page.live().exists()


def test_a_page_that_says_what_the_law_forbids_is_not_handed_in(client, people):
    client.force_login(people["editor"])
    answer = write(client, text="这是最好的李子，有疗效")
    said = " ".join(answer.context["form"].non_field_errors())
    assert "最" in said and "疗效" in said and "1" in said
    assert not StoryPage.objects.exists()


def test_what_is_wrong_in_a_block_is_said_in_chinese(client, people):
    client.force_login(people["editor"])
    said = write(client, text="", lead="最好的李子").text
    assert "内容块填写有误" in said and "Validation error" not in said


def test_what_stands_beside_the_blocks_is_read_too(client, people):
    client.force_login(people["editor"])
    answer = write(client, byline="首选记者")
    assert "首选" in " ".join(answer.context["form"].non_field_errors())
    plums = {"name": "顶级脆李", "area_mu": 9, "year": 2025, "source": "唯一的年鉴"}
    county = CountyPage(title="巫山", industries=json.dumps([{"type": "industry", "value": plums}]))
    hall = PavilionPage(title="巫山馆", address="第一街", hours="全网最早")
    for page, said in ((county, "顶级脆李 唯一的年鉴"), (hall, "第一街 全网最早")):
        read = " ".join(text for _place, text in texts_of(page).values())
        assert all(word in read for word in said.split())


def test_a_draft_may_say_it(client, people):
    client.force_login(people["editor"])
    assert write(client, text="这是最好的李子", action="x").status_code == 302
    assert not StoryPage.objects.get().live


def test_a_reason_lets_words_stand_and_those_alone(client, people):
    client.force_login(people["editor"])
    assert write(client, text="最甜的那天，最红的李子", kept=["最甜的那天"]).status_code == 200
    assert write(client, text="最甜的那天", kept=["最甜的那天"]).status_code == 302


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全国最甜的李子", ["最"]),
        ("销量第一，品质顶级", ["第一", "顶级"]),
        ("有降血压的疗效", ["疗效", "降血压"]),
        ("国家级推荐，国宴特供", ["国家级", "特供", "国宴"]),
        ("The best plums, number one in China, cures coughs", ["The best", "number one", "cures"]),
        ("最后一箱，最近三天，第一书记第一次到第一产区，曾是国家级贫困县", []),
        ("县第一中学的食堂，第一批到的人", []),
        ("Cured ham is best eaten cold, before 31 May", []),
    ],
)
def test_it_finds_what_the_law_forbids_and_lets_the_rest_be(text, found):
    assert sorted(f.word for f in forbidden_in(text)) == sorted(found)


def test_a_reviewed_page_goes_live_on_its_day(client, people):
    soon = timezone.localtime() + timedelta(hours=1)
    page = hand_in(client, people["editor"], go_live_at=soon.strftime("%Y-%m-%d %H:%M"))
    for name in ("chushen", "fushen", "zhongshen"):
        decide(client, people[name], page)
    assert not StoryPage.objects.get().live
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    assert run(next(job for job in JOBS if job.name == "publish pages on their day"))
    assert StoryPage.objects.get().live


def test_a_page_vanishes_on_its_day(client, people):
    page = StoryPage(title="李子", slug="plums", byline="沈文")
    section("stories").add_child(instance=page)
    page.save_revision().publish()
    assert client.get("/stories/plums/").status_code == 200
    StoryPage.objects.update(expire_at=timezone.now() - timedelta(minutes=1))
    assert run(next(job for job in JOBS if job.name == "publish pages on their day"))
    assert client.get("/stories/plums/").status_code == 404
    assert "李子" not in client.get("/stories/").content.decode()


def test_a_page_that_moves_is_still_found_where_it_was(
    client, people, django_capture_on_commit_callbacks
):
    page = hand_in(client, people["editor"])
    for name in ("chushen", "fushen", "zhongshen"):
        decide(client, people[name], page)
    page = StoryPage.objects.get()
    page.slug = "xiang-1"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert client.get("/xiang/")["Location"].endswith("/xiang-1/")


def test_the_steps_are_made_once():
    for _ in range(2):
        call_command("load_editors", stdout=StringIO())
    assert [task.name for task in Workflow.objects.get(name="三审三校").tasks] == [
        "初审",
        "复审",
        "终审",
    ]
