import re
from datetime import date

import pytest
from django.utils import timezone

from shop.ledger.reports.importing import import_report
from shop.models import ChannelReport
from shop.statistics.question import By
from shop.statistics.rolling import roll
from tests import world
from tests.shop.ledger.reports import reports
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

HERE = "/statistics/"
ROWS = "/statistics/rows/"
SUMMER = {"since": "2022-07-01", "until": "2022-08-31"}


@pytest.fixture(autouse=True)
def country():
    world.country()


@pytest.fixture
def wushan(client):
    client.force_login(world.official("500237"))
    return client


@pytest.fixture
def national(client):
    client.force_login(world.official(None, "national"))
    return client


def page(client, path: str = HERE, **asked) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_for_officials(client):
    assert client.get(HERE).status_code == 302
    for person in (world.user(), world.desk(world.cooperative()), world.operator()):
        client.force_login(person)
        for path in (HERE, ROWS, "/statistics/figures.csv", "/statistics/rows.csv"):
            assert client.get(path).status_code == 404


def test_it_only_reads(wushan):
    assert wushan.post(HERE).status_code == 405


def test_a_sale_of_today_is_on_the_page_of_its_county(wushan):
    rows.sold(rows.product(), 68.80, occurred_on=timezone.localdate())
    shown = page(wushan)
    assert "¥68.80" in shown
    assert "山东省" in shown


def test_the_newspapers_sentence_in_both_languages(wushan):
    plums = rows.product(slug="wushan-cuili")
    season = {"online": True, "channel_id": "ECOM", "occurred_on": date(2022, 7, 9)}
    rows.sold(plums, 2_500_000, destination="370613", **season)
    rows.sold(plums, 7_500_000, destination="500236", **season)
    rows.sold(
        plums, 1_923_076.92, destination="370613", **season | {"occurred_on": date(2021, 7, 9)}
    )
    asked = {
        "since": "2022-07-01",
        "until": "2022-07-20",
        "product": "wushan-cuili",
        "online": "online",
        "other": "370000",
    }
    shown = page(wushan, **asked)
    assert "截至7月20日，巫山脆李线上销售中销往山东的占25.0%，同比增长30.0%。" in shown
    assert (
        "By 20 July, 25.0% of online sales of Wushan crisp plum went to Shandong, "
        "up 30.0% on the same period last year." in shown
    )
    assert "250.00" in shown
    assert "¥2,500,000.00" in shown
    in_english = page(wushan, "/en/statistics/", **asked)
    for label_zh, label_en, value, formula in (
        ("金额占比", "Share of the amount", "25.0%", "¥2,500,000.00 ÷ ¥10,000,000.00"),
        ("占比变化（百分点）", "Change of the share (points)", "-75.0", "25.0% − 100.0%"),
        ("金额同比", "Growth of the amount", "+30.0%", "¥2,500,000.00 ÷ ¥1,923,076.92 − 1"),
    ):
        assert (label_zh, value, formula) in figures_on(shown)
        assert (label_en, value, formula) in figures_on(in_english)


def figures_on(shown: str) -> list[tuple[str, str, str]]:
    """Label, value and formula of each."""
    found = re.findall(
        r'figure__label">(.*?)</p>.*?<a [^>]*>(.*?)</a>.*?</summary><p>(.*?)</p>', shown, re.DOTALL
    )
    return [(label, value, re.sub("<[^>]+>", "", formula)) for label, value, formula in found]


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        (
            {},
            "截至8月31日，巫山农产品销售额0.01万元，同比下降50.0%。",
            "By 31 August, sales of produce of Wushan came to 100.00 yuan, down 50.0% on the same "
            "period last year.",
        ),
        (
            {"until": "2022-07-20", "since": "2022-07-10"},
            "截至7月20日，巫山农产品销售额0.00万元，上年同期没有销售。",
            "By 20 July, sales of produce of Wushan came to 0.00 yuan, with no sales in the same "
            "period last year.",
        ),
        (
            {"other": "370600", "since": "2022-07-10"},
            "截至8月31日，巫山农产品销售没有净额。",
            "By 31 August there were no net sales of produce of Wushan.",
        ),
        (
            {"other": "370600", "since": "2023-07-01", "until": "2023-08-31"},
            "截至8月31日，没有巫山农产品销售。",
            "By 31 August there were no sales of produce of Wushan.",
        ),
        (
            {"side": "destination", "region": "370600", "other": "500000", "as": "national"},
            "截至8月31日，销往烟台的农产品销售中来自重庆的占100.0%，同比下降50.0%。",
            "By 31 August, 100.0% of sales of produce sent to Yantai came from Chongqing, down "
            "50.0% on the same period last year.",
        ),
        (
            {
                "side": "buyer_region",
                "region": "370000",
                "category": "FRU",
                "recognised": "on",
                "buyer": "consumer",
                "channel": "RETAIL",
                "pairing": "370600-500237",
                "since": "2021-07-01",
                "until": "2021-08-31",
                "as": "national",
            },
            "截至8月31日，面向个人的山东采购的鲜果认定帮扶产品在烟台市–巫山县结对下"
            "经普通零售（本站）销售额0.02万元，上年同期没有销售。",
            "By 31 August, sales of recognised fresh fruit bought in Shandong by persons by way of "
            "Ordinary retail within Yantai–Wushan came to 200.00 yuan, with no sales in the same "
            "period last year.",
        ),
        (
            {"since": "2022-07-09", "until": "2022-07-09", "region": "", "as": "national"},
            "截至7月9日，农产品销售额0.01万元，同比下降50.0%。",
            "By 9 July, sales of produce came to 100.00 yuan, down 50.0% on the same period last "
            "year.",
        ),
    ],
)
def test_any_question_answers_in_words(client, asked, zh, en):
    plums = rows.product()
    pairing = world.Pairing.objects.get(east="370600")
    rows.sold(plums, 100, recognised=True, pairing=pairing, direction="west_to_east")
    rows.sold(
        plums,
        200,
        occurred_on=date(2021, 7, 9),
        recognised=True,
        pairing=pairing,
        direction="west_to_east",
    )
    if asked.get("since") == "2022-07-10":
        refunded = rows.sold(plums, 10, occurred_on=date(2022, 7, 10))
        rows.record_refund(
            [rows.Return(source="r", answers=refunded.source, amount_fen=1000, weight_g=0)],
            confirmed_at=rows.at_end_of(date(2022, 7, 11)),
        )
    name = asked.get("as", "wushan")
    client.force_login(world.official(None if name == "national" else "500237", name))
    shown = page(client, **{**SUMMER, **asked})
    assert (
        re.search('<p class="sentence" id="sentence-zh" lang="zh-Hans">(.*?)</p>', shown)[1] == zh
    )
    assert re.search('<p class="sentence" id="sentence-en" lang="en">(.*?)</p>', shown)[1] == en


def test_nothing_grows_from_a_year_in_which_more_was_refunded_than_sold(wushan):
    plums = rows.product()
    sale = rows.sold(plums, 200, occurred_on=date(2021, 6, 30))
    rows.record_refund(
        [rows.Return(source="r", answers=sale.source, amount_fen=20000, weight_g=0)],
        confirmed_at=rows.at_end_of(date(2021, 7, 9)),
    )
    rows.sold(plums, 100)
    shown = page(wushan, **SUMMER)
    assert "截至8月31日，巫山农产品销售额0.01万元，上年同期没有净销售额。" in shown
    assert "came to 100.00 yuan, with no net sales in the same period last year." in shown
    assert ("金额同比", "–", "¥100.00 ÷ ¥-200.00 − 1") in figures_on(shown)


def test_as_much_as_last_year_is_neither_up_nor_down(wushan):
    plums = rows.product()
    for year in (2021, 2022):
        rows.sold(plums, 100, occurred_on=date(year, 7, 9))
    shown = page(wushan, **SUMMER)
    assert "同比持平" in shown
    assert "as much as in the same period last year" in shown


@pytest.mark.parametrize(
    "asked",
    [
        {"region": "620524"},
        {"region": "500000"},
        {"region": "50"},
        {"region": "nowhere"},
        {"side": "destination", "region": "370600"},
        {"side": "buyer_region", "region": "999999"},
    ],
)
def test_nobody_asks_outside_their_own_region(wushan, asked):
    for path in (HERE, ROWS, "/statistics/figures.xlsx", "/statistics/rows.xlsx"):
        assert wushan.get(path, asked).status_code == 404


def test_what_other_regions_sell_is_on_no_page_of_a_county(wushan):
    rows.sold(rows.product("武山茶", "620524", "TEA"), 12345.67, destination="110101")
    rows.sold(rows.product(), 1, destination="110101")
    assert "12,34" not in page(wushan, **SUMMER)
    assert "12,34" not in page(wushan, side="destination", **SUMMER)
    assert "武山茶" not in page(wushan, ROWS, **SUMMER)
    wushan.force_login(world.official(None, "national"))
    assert "12,346.67" in page(wushan, **SUMMER)
    assert "武山茶" in page(wushan, ROWS, **SUMMER)


def test_products_that_others_reported_or_prepare_are_not_named(client):
    rows.sold(rows.product("武山密茶", "620524", "TEA"), 10, destination="110101")
    world.product(world.cooperative("620524"), "武山新茶", slug="xincha", status="waiting")
    bought = rows.product("武山杂粮", "620524", "GRA")
    rows.sold(bought, 10, destination="370613")
    client.force_login(world.official("370600", "yantai"))
    shown = page(client, **SUMMER)
    assert "武山杂粮" in shown
    assert "密茶" not in shown
    assert "新茶" not in shown
    assert "没有名为“620524:武山密茶”的产品" in page(client, product="620524:武山密茶", **SUMMER)
    client.force_login(world.official(None, "national"))
    assert "武山密茶" in page(client, **SUMMER)


def test_an_eastern_city_first_sees_what_came_to_it(client):
    client.force_login(world.official("370600", "yantai"))
    rows.sold(rows.product(), 68.80, occurred_on=timezone.localdate())
    shown = page(client)
    assert "¥68.80" in shown
    assert "巫山县" in shown


def test_whoever_is_posted_to_two_counties_asks_of_either(client):
    person = world.official("500237")
    world.Posting.objects.create(user=person, region_id="620524", starts_on=date(2020, 1, 1))
    client.force_login(person)
    rows.sold(rows.product("武山茶", "620524", "TEA"), 55)
    assert "¥55.00" not in page(client, **SUMMER)
    shown = page(client, region="620524", **SUMMER)
    assert "¥55.00" in shown
    assert '<option value="500237"' in shown
    assert client.get(HERE, {"region": "620500"}).status_code == 404


def test_a_province_goes_down_to_its_counties_and_products(client):
    client.force_login(world.official("500000", "chongqing"))
    rows.sold(rows.product(slug="wushan-cuili"), 10)
    shown = page(client, by="origin_county", **SUMMER)
    assert "region=500237&amp;other=" not in shown
    narrower = re.search(r'<th scope="row" class="named"><a href="([^"]+)"', shown)[1].replace(
        "&amp;", "&"
    )
    assert "region=500237" in narrower
    assert "by=product" in narrower
    shown = page(client, narrower)
    narrower = re.search(r'<th scope="row" class="named"><a href="([^"]+)"', shown)[1].replace(
        "&amp;", "&"
    )
    assert "product=wushan-cuili" in narrower


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"since": "yesterday"}, "since"),
        ({"since": "1999-12-31"}, "since"),
        ({"since": "2022-09-01", "until": "2022-08-31"}, "until"),
        ({"product": "没有的产品"}, "product"),
        ({"product": "a\0b"}, "product"),
        ({"category": "ZZZ"}, "category"),
        ({"channel": "NOWHERE"}, "channel"),
        ({"pairing": "1-2"}, "pairing"),
        ({"online": "perhaps"}, "online"),
        ({"other": "999999"}, "other"),
        ({"other": "x"}, "other"),
        ({"by": "day"}, "by"),
        ({"as_of": "0001-01-01T00:00"}, "as_of"),
        ({"side": "left"}, "side"),
    ],
)
def test_a_question_that_cannot_be_understood_says_what_is_wrong(national, asked, says):
    answer = national.get(HERE, {**SUMMER, **asked})
    assert answer.status_code == 200
    assert says in answer.context["form"].errors
    assert "sheet" not in answer.context
    assert national.get("/statistics/figures.csv", {**SUMMER, **asked}).status_code == 400
    assert national.get(ROWS, {**SUMMER, **asked}).status_code == 404


def test_nothing_sold_says_so(wushan):
    assert "statistics" in page(wushan)
    assert '<svg class="chart"' not in page(wushan)


def test_a_product_is_asked_by_a_name_only_it_has(national):
    rows.sold(rows.product(), 10)
    shown = national.get(HERE, {**SUMMER, "product": "巫山脆李"})
    assert shown.context["sheet"].total.amount_fen == 1000
    rows.product("巫山脆李", "500236")
    assert "product" in national.get(HERE, {**SUMMER, "product": "巫山脆李"}).context["form"].errors
    asked = {**SUMMER, "product": "500237:巫山脆李"}
    assert national.get(HERE, asked).context["sheet"].total.amount_fen == 1000


def test_every_figure_leads_to_its_rows(national):
    """The rows behind every link add up to the figure it stands on."""
    rows.many(300)
    rows.sold(rows.product(), 7000, destination="370000", occurred_on=date(2025, 1, 9))
    roll()
    asked = {"since": "2023-01-01", "until": "2025-12-31"}
    for by in By:
        if by in (By.DAY, By.MONTH):
            continue
        sheet = national.get(HERE, {**asked, "by": by.value}).context["sheet"]
        parts = sheet.block("parts").seen
        assert parts, by
        for seen in [*parts[:5], *parts[5:][-2:], *sheet.series.seen[:1]]:
            sums = national.get(seen.rows_url).context["sums"]
            assert (sums["amount_fen"] or 0, sums["weight_g"] or 0) == (
                seen.line.amount_fen,
                seen.line.weight_g,
            ), seen.rows_url


def test_rows_outside_any_pairing_are_asked_for_again(national):
    rows.sold(rows.product())
    asked = {"by": "channel", "key": "RETAIL", "across": "pairing", "across_key": ""}
    assert asked.items() <= national.get(ROWS, SUMMER | asked).context["told"].items()


@pytest.mark.parametrize(
    ("by", "key", "status"),
    [
        ("channel", "NOWHERE", 200),
        ("product", "none", 404),
        ("pairing", "1-2", 404),
        ("origin_county", "x", 200),
        ("month", "9999-12", 200),
    ],
)
def test_a_line_that_is_none_has_no_rows(national, by, key, status):
    rows.sold(rows.product())
    answer = national.get(ROWS, {**SUMMER, "across": by, "across_key": key})
    assert answer.status_code == status
    assert status == 404 or answer.context["sums"]["rows"] == 0


def test_rows_lead_to_the_order_or_to_the_line_of_the_report_and_name_no_buyer(wushan):
    order = world.paid_order(world.plums())
    file = reports.as_xlsx(reports.rows({}))
    report = import_report(file, name="七月.xlsx", channel_code="ECOM").report
    ChannelReport.objects.filter(pk=report.pk).update(
        handed_in_by=world.user("clerk", last_name="何", first_name="文")
    )
    shown = page(wushan, ROWS, since="2022-01-01")
    assert f'<a href="/statistics/orders/{order.code}/">{order.code}</a>' in shown
    assert f'<a href="/reports/{report.pk}/">七月.xlsx</a>' in shown
    assert '<span class="exact">销售台账 · 第 2 行 · 何文</span>' in shown
    assert order.receiver not in shown
    assert order.phone not in shown
    taken = wushan.get("/statistics/rows.csv", {"since": "2022-01-01"}).content.decode()
    assert "七月.xlsx:销售台账:2 (何文)" in taken


def test_rows_are_paged_by_where_the_last_page_ended(wushan):
    plums = rows.product()
    for number in range(60):
        rows.sold(plums, number + 1, occurred_on=date(2022, 7, 1 + number % 3))
    first = wushan.get(ROWS, SUMMER).context["page"]
    second = wushan.get(ROWS, {**SUMMER, "after": first.next}).context["page"]
    seen = [row.pk for row in (*first, *second)]
    assert len(seen) == len(set(seen)) == 60
    assert second.next == ""
    for nonsense in ("x", "2022-02-30_1", "2022-07-01_" + "9" * 40):
        assert len(list(wushan.get(ROWS, {**SUMMER, "after": nonsense}).context["page"])) == 50


def test_the_page_asks_few_queries(wushan, django_assert_max_num_queries):
    rows.many(300)
    roll()
    asked = {
        "since": "2023-01-15",
        "until": "2025-12-20",
        "product": "wushan-cuili",
        "other": "370000",
        "by": "destination_prefecture",
    }
    page(wushan, **asked)
    for by in ("destination_prefecture", "product", "pairing", "channel"):
        with django_assert_max_num_queries(15):
            page(wushan, **{**asked, "by": by})


def test_it_speaks_english_below_en(wushan):
    rows.sold(rows.product(), 10)
    with_english = page(wushan, "/en/statistics/", **SUMMER)
    assert "Sales figures" in with_english
    assert "Shandong" in with_english
