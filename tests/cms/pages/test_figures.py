"""Figures of the ledger in the pages of editors: counted when they are saved, shown as they were
said, and given back to the editor when the ledger says something else."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale

from cms.pages.editors import editors_group
from cms.pages.models import CountyPage, HomePage
from shop.jobs.ticking import tick
from shop.models import Notice, QuotedFigure
from shop.quoting.revising import compare
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/shop/quotedfigure/add/"
LIST = "/admin/snippets/shop/quotedfigure/"


@pytest.fixture
def editor(client):
    world.country()
    person = world.user("editor")
    person.groups.add(editors_group())
    client.force_login(person)
    return person


def asked(**more) -> dict:
    return {
        "name": "脆李销往山东", "measure": "amount_fen", "first": "2022-07-01",
        "last": "2022-08-31", "product": "", "origin": "500237", "destination": "370000",
        "channel": "", "online_only": "on", "until": "", **more,
    }  # fmt: skip


def plums(yuan=100, sales=5, **fields):
    for _ in range(sales):
        last = rows.sold(rows.product(), yuan, **fields)
    return last


def saved(client, **more) -> QuotedFigure:
    answer = client.post(ADD, asked(**more))
    assert answer.status_code == 302, answer.context["form"].errors
    return QuotedFigure.objects.latest("pk")


def page_with(figure, language="zh-hans", slug="wushan") -> CountyPage:
    home = HomePage.objects.get(locale__language_code=language)
    body = [{"type": "figures", "value": [{"figure": figure.pk, "label": "销往山东"}]}]
    page = CountyPage(title="巫山", slug=slug, region_id="500237", body=json.dumps(body))
    home.add_child(instance=page)
    return page


def test_an_editor_keeps_a_figure_with_what_it_means_and_as_of_when(client, editor):
    plums(100)
    plums(900, destination="441900")
    plums(900, online=False)
    figure = saved(client)
    assert (figure.part, figure.whole, figure.quoted_by) == (50_000, None, editor)
    assert timezone.now() - figure.as_of < timedelta(minutes=1)
    assert figure.about_en == (
        "net sales, from 2022-07-01 to 2022-08-31, grown in Wushan, Chongqing, sent to Shandong, "
        "online"
    )
    assert "without freight" in figure.meaning_en


@pytest.mark.parametrize(
    ("measure", "part", "whole"),
    [
        ("amount_fen", 50_000, None),
        ("weight_g", 12_500, None),
        ("orders", 5, None),
        ("share", 50_000, 200_000),
        ("growth", 10_000, 40_000),
    ],
)
def test_each_measure_is_counted_as_the_statistics_count_it(client, editor, measure, part, whole):
    plums(100)
    plums(300, destination="441900")
    plums(80, occurred_on=date(2021, 7, 9))
    figure = saved(client, measure=measure)
    assert (figure.part, figure.whole) == (part, whole)


def test_a_figure_as_of_a_moment_counts_what_was_recorded_until_then(client, editor):
    early, late = (rows.at_end_of(date(2022, 9, day)) for day in (1, 20))
    plums(100, recorded_at=early)
    plums(100, recorded_at=late)
    figure = saved(client, until="2022-09-10 00:00")
    assert figure.part == 50_000
    assert timezone.localtime(figure.as_of).day == 10


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last": "2022-06-01"}, "last"),
        ({"measure": "share", "destination": ""}, "destination"),
        ({"until": "2999-01-01 00:00"}, "until"),
        ({"measure": "profit"}, "measure"),
        ({"origin": "999999"}, "origin"),
    ],
)
def test_what_cannot_be_asked_is_refused(client, editor, wrong, field):
    plums(100)
    assert field in client.post(ADD, asked(**wrong)).context["form"].errors
    assert not QuotedFigure.objects.exists()


@pytest.mark.parametrize("measure", ["amount_fen", "orders", "share", "growth"])
def test_fewer_than_five_orders_are_not_told(client, editor, measure):
    plums(100, sales=4)
    plums(100, destination="441900")
    plums(100, occurred_on=date(2021, 7, 9))
    answer = client.post(ADD, asked(measure=measure))
    assert "5" in str(answer.context["form"].non_field_errors())
    assert not QuotedFigure.objects.exists()


def test_a_share_that_leaves_fewer_than_five_orders_to_others_is_not_told(client, editor):
    plums(100)
    plums(100, sales=4, destination="441900")
    assert client.post(ADD, asked(measure="share")).status_code == 200
    plums(100, sales=1, destination="441900")
    saved(client, measure="share")


@pytest.mark.parametrize(
    ("measure", "beside"),
    [
        ("amount_fen", {"destination": "441900"}),
        ("weight_g", {"online": False}),
        ("orders", {"destination": "441900", "online": False}),
        ("growth", {"destination": "441900"}),
        ("growth", {"destination": "441900", "occurred_on": date(2021, 7, 9)}),
    ],
)
def test_nor_is_what_leaves_fewer_than_five_of_what_everybody_knows(
    client, editor, measure, beside
):
    """Open data tell all that the county sold, and another figure may tell of all but one."""
    plums(100)
    plums(100, occurred_on=date(2021, 7, 9))
    plums(100, sales=4, **beside)
    assert client.post(ADD, asked(measure=measure)).status_code == 200
    plums(100, sales=1, **beside)
    saved(client, measure=measure)


def test_nor_is_a_product_that_is_nearly_all_its_county_sold(client, editor):
    """Open data tell of its county, whether the figure names that or not."""
    plums(100)
    rows.sold(rows.product("武山小米", "620524"), 100, parcel_count=9)
    rows.sold(rows.product("青花椒"), 100)
    alone = {"origin": "", "destination": "", "online_only": "", "product": rows.product().pk}
    assert client.post(ADD, asked(**alone)).status_code == 200
    rows.sold(rows.product("青花椒"), 100, parcel_count=4)
    saved(client, **alone)


def test_the_figure_of_a_fair_counts_what_was_bought_from_its_page(client, editor):
    fair = world.campaign("fair-1", "PAIRHALL")
    plums(100, campaign=fair)
    plums(900)
    assert saved(client, campaign=fair.pk).part == 50_000
    assert saved(client).part == 500_000


def test_a_page_shows_it_and_asks_the_ledger_nothing(client, editor):
    plums(100)
    figure = saved(client)
    page = page_with(figure)
    shown = client.get(page.url)
    as_of = timezone.localtime(figure.as_of).strftime("%Y-%m-%d %H:%M")
    for said in ("¥500.00", figure.about_zh, figure.meaning_zh, as_of):
        assert said in shown.content.decode()
    from_database = []

    def watch(execute, sql, params, many, context):
        from_database.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        # With a question nothing of a page is kept.
        client.get(page.url, {"asked": "anew"})
    assert not [sql for sql in from_database if "shop_entry" in sql or "month" in sql.lower()]
    assert len([sql for sql in from_database if "shop_quotedfigure" in sql]) == 1


def test_an_english_page_says_it_in_english(client, editor):
    plums(100)
    page = page_with(saved(client, measure="weight_g"), "en", slug="wushan-en")
    assert page.locale == Locale.objects.get(language_code="en")
    shown = client.get(page.url).content.decode()
    assert "net weight, from 2022-07-01" in shown and "0.013 t" in shown
    figure = QuotedFigure.objects.get()
    as_of = timezone.localtime(figure.as_of).strftime("%Y-%m-%d %H:%M")
    assert figure.meaning_en in shown and f"Sales ledger as of {as_of}" in shown


def test_a_corrected_figure_is_the_editors_task_until_it_is_saved_again(client, editor):
    last = plums(100)
    figure = saved(client)
    compare(figure)
    assert not Notice.objects.exists()
    assert list(QuotedFigure.objects.to_revise()) == []
    rows.a_refund_of(last, 40)
    tick()
    figure.refresh_from_db()
    assert (figure.part, figure.corrected_part) == (50_000, 46_000)
    assert list(QuotedFigure.objects.to_revise()) == [figure]
    tick()
    told = [message for message in mail.outbox if message.to == [editor.email]]
    assert len(told) == 1 and "¥460.00" in told[0].body and "¥500.00" in told[0].body
    listed = client.get(LIST, {"to_revise": "on"}).content.decode()
    assert "脆李销往山东" in listed and "¥460.00" in listed
    assert "?to_revise=on" in client.get("/admin/").content.decode()
    page = page_with(figure)
    assert "¥500.00" in client.get(page.url).content.decode()
    client.post(f"{LIST}edit/{figure.pk}/", asked())
    assert "¥460.00" in client.get(page.url).content.decode()
    assert "脆李销往山东" not in client.get(LIST, {"to_revise": "on"}).content.decode()


def test_whoever_is_no_editor_keeps_no_figures(client):
    client.force_login(world.user())
    assert client.get(ADD).status_code in (302, 403)


@pytest.mark.parametrize("said", ["脆李", "crisp", "wushan-cu"])
def test_an_editor_finds_a_product_by_its_name_or_address(client, editor, said):
    world.plums()
    world.millet()
    found = client.get("/admin/product_chooser/results/", {"q": said}).content.decode()
    assert "巫山脆李" in found and "武山小米" not in found
