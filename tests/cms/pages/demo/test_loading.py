"""The demo's world, without its pictures and the years after 2022, loaded once for this file."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone
from openpyxl import load_workbook

from cms.pages.demo import history, loading, people
from cms.pages.models import CountyPage, PavilionPage
from cms.users.models import User
from producers.models import Cooperative, Lot, Posting, Region
from shop.bulletins.correcting import corrected
from shop.freight.costing import zone_for
from shop.freight.models import FreightTemplate
from shop.ledger.models import Entry
from shop.ledger.reach import Reaches
from shop.ledger.reports.completeness import completeness, period_of
from shop.models import (
    BankLine,
    Campaign,
    ChannelReport,
    Closing,
    Finding,
    Notice,
    Offer,
    Order,
    Payment,
    Product,
    ReportUpload,
)
from shop.payments.transfers.paying_out import to_pay_out
from shop.statistics.checking import check
from tests.payments_sandbox import running_sandbox

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker):
    """Each test's own transaction lies within this one."""
    with (
        running_sandbox() as sandbox,
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr("django.conf.settings.STRIPE_API_BASE", sandbox.address)
        patch.setattr("django.conf.settings.STRIPE_SECRET_KEY", sandbox.key)
        loading.load(lambda text: None, pictures=False, until=2022)
        yield
        transaction.set_rollback(True)


def plums_online(year: int):
    return Entry.objects.filter(
        product__slug="wushan-cuili",
        online=True,
        occurred_on__range=(date(year, 7, 1), date(year, 8, 31)),
    )


def net(rows) -> int:
    return rows.aggregate(fen=Sum("amount_fen"))["fen"]


def test_computing_finds_the_sentence_of_the_newspaper():
    before, now = plums_online(2021), plums_online(2022)
    to_shandong = net(now.filter(destination__startswith="37"))
    assert net(now) == 1_000_000_000
    assert to_shandong == 250_000_000
    assert net(before.filter(destination__startswith="37")) == 192_307_692
    assert now.filter(kind="refund").exists()


SENTENCE = """
    SELECT SUM(CASE WHEN destination BETWEEN '370000' AND '379999' THEN amount_fen ELSE 0 END),
           SUM(amount_fen)
    FROM shop_entry JOIN shop_product ON shop_product.id = product_id
    WHERE slug = 'wushan-cuili' AND online AND occurred_on BETWEEN %s AND %s
"""


def test_the_newspapers_sentence_is_the_same_on_the_page_and_in_every_file(client, capsys):
    with connection.cursor() as cursor:
        cursor.execute(SENTENCE, ["2021-07-01", "2021-08-31"])
        before, _all_before = map(int, cursor.fetchone())
        cursor.execute(SENTENCE, ["2022-07-01", "2022-08-31"])
        shandong, everywhere = map(int, cursor.fetchone())
    share, growth = shandong / everywhere, shandong / before - 1
    words = f"巫山脆李线上销售中销往山东的占{share:.1%}，同比增长{growth:.1%}。"
    assert words == "巫山脆李线上销售中销往山东的占25.0%，同比增长30.0%。"

    call_command(
        "sales_report",
        *("--from", "2022-07-01", "--to", "2022-08-31", "--product", "wushan-cuili", "--online"),
        *("--by", "destination_province", "--compare", "last-year", "--json"),
    )
    said = json.loads(capsys.readouterr().out)
    row = next(row for row in said["rows"] if row["key"] == "370000")
    assert (said["total"]["amount_fen"], row["amount_fen"]) == (everywhere, shandong)
    assert (row["share"], round(row["growth"], 12)) == (share, round(growth, 12))

    client.force_login(User.objects.get(email=people.email_of("wushan")))
    asked = {"since": "2022-07-01", "until": "2022-08-31", "product": "wushan-cuili"}
    page = client.get("/statistics/", {**asked, "online": "online", "other": "370000"})
    assert words in page.content.decode()
    bulletin = "/bulletins/500237-202207-202208-1/"
    assert words in client.get(bulletin).content.decode()

    book = load_workbook(io.BytesIO(client.get(f"{bulletin}file.xlsx").content))
    assert words in str(
        [cell.value for (cell,) in book["填报说明"].iter_rows(min_col=2, max_col=2)]
    )
    plums = dict(zip(*islice(book["产品汇总"].iter_rows(values_only=True), 2), strict=True))
    assert plums["产品"] == "wushan-cuili"
    assert round(plums["线上净销售额（元）"] * 100) == everywhere
    assert round(plums["线上销往协作省份（元）"] * 100) == shandong
    assert plums["占线上"] == round(share, 4)
    assert plums["销往协作省份同比"] == round(growth, 4)


def test_closed_months_have_what_arrived_later():
    season = Closing.objects.get(region="500237", first=date(2022, 7, 1))
    now = corrected(season)
    assert now.arrived
    added = Entry.objects.filter(pk__in=now.arrived).aggregate(fen=Sum("amount_fen"))["fen"]
    assert now.measures["amount_fen"].difference == added


def test_the_ledger_says_what_orders_payments_and_reports_say():
    entries, differences = check()
    assert differences == []
    assert entries == Entry.objects.count() > 14_000


def test_sales_came_by_every_channel_that_reports_and_by_our_own():
    reported = set(Entry.objects.exclude(report_line=None).values_list("channel", flat=True))
    assert reported == set(history.WAYS)
    ours = set(Entry.objects.exclude(order_code="").values_list("channel", flat=True))
    assert {"RETAIL", "PAIR", "PAIRHALL", "LIVE", "UNION"} <= ours


def test_reports_were_known_some_days_later_and_a_few_much_later():
    reported = Entry.objects.exclude(report_line=None)
    assert not reported.filter(recorded_at__date__lte=F("occurred_on")).exists()
    by_then = datetime(2022, 8, 31, 16, tzinfo=UTC)
    assert 0 < net(plums_online(2022).filter(recorded_at__lte=by_then)) < 1_000_000_000


def test_wushan_reported_and_something_of_it_is_missing():
    today = timezone.localdate()
    month = period_of(today.replace(day=1) - timedelta(days=1), 1)
    found = completeness(Reaches().of("500237"), *month)
    assert 0 < found.reported < found.expected
    assert {"MARKET", "VILLAGE"} <= {gap.channel.code for gap in found.missing}
    sold = ChannelReport.objects.filter(region="500237", rows__gt=0)
    states = sold.values_list("status", flat=True)
    assert sorted(states) == ["accepted", "handed_in", "handed_in", "returned"]
    unclear = ReportUpload.objects.get(status="refused")
    assert unclear.faults[0]["said"] == "烟台老乡群"


def test_a_sale_has_the_code_its_county_had_then():
    mainling = Entry.objects.filter(product__county="540481", occurred_on__year=2021)
    assert set(mainling.values_list("origin", "origin_name")) == {("540422", "米林县")}
    assert Entry.objects.filter(destination="500112", destination_name="渝北区").exists()


def test_the_history_of_a_month_is_the_same_on_each_run():
    first, second = (
        [(code, line.values) for code, line in history.Scribe().sales_of(2022, 7)] for _ in "12"
    )
    assert first == second
    assert len(first) > 300


def test_a_report_that_is_due_later_tells_what_is_known_by_yesterday_evening():
    scribe = history.Scribe()
    year = scribe.today.year
    late = [
        (handed_in, line.sold_on)
        for handed_in, _channel, lines in history.reports_of(year, scribe)
        for line in lines
        if handed_in > timezone.now() or line.sold_on >= timezone.localdate(handed_in)
    ]
    assert [sold_on for handed_in, sold_on in late if handed_in > timezone.now()] == []
    assert all(sold_on < scribe.today for _, sold_on in late)


def test_who_can_sign_in():
    emails = {f"{name}@shanhuo.example" for name in people.PEOPLE}
    assert set(User.objects.values_list("email", flat=True)) == emails
    assert all(user.check_password("demo-shanhuo") for user in User.objects.all())
    assert dict(Posting.objects.values_list("user__email", "region")) == {
        "wushan@shanhuo.example": "500237",
        "yantai@shanhuo.example": "370600",
        "chongqing@shanhuo.example": "500000",
        "national@shanhuo.example": None,
    }
    clerk = User.objects.get(email="coop@shanhuo.example")
    plums = Product.objects.get(slug="wushan-cuili")
    assert plums.listed_by in Cooperative.objects.visible_to(clerk)
    assert [user.email for user in User.objects.all() if user.is_operator] == [
        "operator@shanhuo.example"
    ]


def test_forty_cooperatives_sell_what_the_tables_name_today():
    today = timezone.localdate()
    assert Cooperative.objects.approved().count() == 40
    assert Product.objects.published().count() == 151
    ahead = Offer.objects.on_sale(today).filter(lot__sells_from__gt=today)
    assert Offer.objects.on_sale(today).count() == 162 + ahead.count()
    assert [offer.packs_left for offer in ahead.select_related("lot")] == [392]
    assert not Product.objects.exclude(offers__in=Offer.objects.on_sale(today)).exists()
    # What is sold ahead gets its certificate when it is picked.
    assert not Lot.objects.filter(
        certificate=None, presale_from=None, offers__product__certificate_required=True
    ).exists()


def test_everything_is_sent_to_its_own_province_at_least():
    templates = {
        (template.cooperative_id, template.transport): template
        for template in FreightTemplate.objects.prefetch_related("zones")
    }
    for product in Product.objects.published():
        template = templates[product.listed_by_id, product.transport]
        zone = zone_for(template, product.county_id)
        assert zone and product.shelf_life_days - zone.arrives_within_days >= 2, product


def test_plums_go_to_yantai_and_cost_what_the_table_says():
    plums = Product.objects.get(slug="wushan-cuili")
    template = FreightTemplate.objects.get(cooperative=plums.listed_by, transport="cold")
    zone = zone_for(template, "370613")
    assert (zone.first_fen, zone.step_fen, zone.arrives_within_days) == (1200, 300, 3)
    assert zone_for(template, "540102") is None


def test_orders_stand_in_every_state_and_nobody_is_mailed():
    assert set(Order.objects.values_list("status", flat=True)) == set(Order.Status.values)
    assert not Notice.objects.filter(status=Notice.Status.WAITING).exists()
    assert Order.objects.filter(organisation__isnull=False, status="received").exists()
    for order in Order.objects.exclude(status__in=["placed", "to_approve"]):
        events = list(order.events.order_by("at", "id"))
        assert events[0].kind == "placed"
        assert [event.pk for event in events] == sorted(event.pk for event in events)


def test_the_operator_finds_money_of_each_kind_on_the_bank_account():
    states = sorted(BankLine.objects.values_list("state", flat=True))
    assert states == ["double", *["matched"] * 4, "short", "unknown"]
    assert Payment.objects.filter(method=Payment.TRANSFER, status="open").count() == 2
    assert to_pay_out().count() == 1
    many = Order.objects.get(recipient_count__gt=0)
    assert many.parcels.filter(status="shipped").count() == 12
    assert many.parcels.count() == 32


def test_the_halls_and_wushan_have_their_pages_in_both_languages():
    assert set(PavilionPage.objects.live().values_list("title", flat=True)) == {
        "烟台巫山人家",
        "巫山烟台人家",
        "Wushan House in Yantai",
        "Yantai House in Wushan",
    }
    pages = CountyPage.objects.live().filter(region=Region.objects.get(pk="500237"))
    assert pages.count() == 2
    assert len(set(pages.values_list("translation_key", flat=True))) == 1
    assert Campaign.objects.get(code="fair-wushan").holds_on(timezone.localdate())


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_county_of_the_list_has_its_page_or_a_draft_of_it(language):
    listed = set(Region.objects.listed().in_force().values_list("pk", flat=True))
    pages = CountyPage.objects.filter(locale__language_code=language)
    assert len(listed) == 830
    assert set(pages.values_list("region", flat=True)) == listed


def test_officials_find_warnings_to_decide():
    found = Finding.objects.visible_to(User.objects.get(email=people.email_of("wushan")))
    assert {"counted_twice", "waybill_twice", "price"} <= set(found.values_list("rule", flat=True))
    assert set(found.values_list("status", flat=True)) == {"open", "false_alarm"}
