"""Every page of figures has a code by which paper leads back: to the figure as it was, and beside
it as it is corrected since."""

import csv
import html
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from shop.counters.selling import sell
from shop.ledger.reports.importing import import_report
from shop.models import ChannelReport, Finding, Project, ReportUpload, Rule
from shop.subsidies import papers
from shop.subsidies.awarding import awards
from tests import world
from tests.codes import code_in, code_of, code_on
from tests.shop.bulletins import bulletins
from tests.shop.ledger.reports import reports
from tests.shop.statistics import rows
from tests.shop.targets.targets import canteen, target, yantai_wushan

pytestmark = pytest.mark.django_db
SUMMER = {"since": "2022-07-01", "until": "2022-08-31"}


@pytest.fixture
def figures(client):
    """A sale of 100 yuan, and by name each page that shows it."""
    world.country()
    person = world.official(None, "national")
    client.force_login(person)
    unit = world.organisation("budget_unit", "370602", name_zh="芝罘区机关食堂")
    plums = rows.product(slug="wushan-cuili")

    def sell(yuan):
        rows.sold(
            plums,
            yuan,
            cooperative=plums.listed_by,
            organisation=unit,
            recognised=True,
            pairing=yantai_wushan(),
            direction="west_to_east",
        )

    sell(100)
    rule = Rule.objects.create(
        code="tiers", from_year=2020, place_id="500237", measure="sales", pays="amount"
    )
    for fen in (10_000, 12_300):
        rule.tiers.create(at_least=fen, pays=fen)
    set_ = target(person, 1000, year=2022, side="sell", region_id="500237")
    canteen(unit, person, 5000, year=2022)
    project = Project.objects.create(
        county_id="500237",
        year=2022,
        name_zh="果园",
        amount_fen=1,
        product=plums,
        entered_by=person,
    )
    year = {"year": 2022}
    return sell, [
        ("statistics", [], SUMMER),
        ("statistics_rows", [], {**SUMMER, "by": "channel", "key": "RETAIL"}),
        ("targets", [], year),
        ("target", [set_.pk], {}),
        ("target_rows", [set_.pk], {}),
        ("reserved", [], year),
        ("reserved_unit", [unit.pk], year),
        ("reserved_rows", [unit.pk], year),
        ("subsidies", [], year),
        ("award", [rule.pk, plums.listed_by.pk], year),
        ("funds", [], year),
        ("project_rows", [project.pk], {}),
        ("pairing_month", ["370600-500237", "2022-07"], {}),
    ]


def test_its_code_leads_to_what_a_page_said_and_to_what_was_corrected_since(
    client, figures, settings
):
    sell, pages = figures
    codes = {}
    for name, args, asked in pages:
        shown = client.get(reverse(name, args=args), asked).text
        assert "¥100.00" in shown, name
        codes[name] = code_on(shown, settings)
    sell(23)
    led_to_rows = []
    for name, args, asked in pages:
        today = client.get(reverse(name, args=args), asked).text
        assert "¥123.00" in today, name
        then = client.get(codes[name]).text
        assert "¥100.00" in then and "¥123.00" in then, name
        # What a page says in full, or in ten thousands.
        links = re.findall(r'href="([^"]*/rows/[^"]*)">(?:¥100\.00|0\.01)<', then)
        if links:
            led_to_rows.append(name)
        for rows_behind in links:
            sums = client.get(html.unescape(rows_behind)).context["sums"]
            assert sums["amount_fen"] == 10_000, rows_behind
        # Printed again, it leads to the same moment.
        assert code_on(then, settings) == codes[name], name
    assert led_to_rows == [
        *("statistics", "targets", "target", "reserved", "reserved_unit", "funds"),
    ]


def test_a_file_leads_to_what_it_said_and_to_what_was_corrected_since(client, figures, settings):
    sell, _pages = figures
    line = {"by": "channel", "key": "RETAIL"}
    files = []
    for path, asked in (
        ("/statistics/figures.csv", {}),
        ("/statistics/channel/figures.xlsx", {}),
        ("/statistics/rows.csv", line),
        ("/statistics/rows.xlsx", line),
    ):
        lines = lines_of(path, client.get(path, {**SUMMER, **asked}).content)
        (said,) = [line[1] for line in lines if line[0] == "数据截止时间"]
        address = lines[-1][1].removeprefix(settings.SITE_URL)
        files.append((said, address))
    sell(23)
    for said, address in files:
        then = client.get(address)
        assert then.context["as_of"] == datetime.fromisoformat(said)
        assert "¥100.00" in then.text and "¥123.00" in then.text, address
    taken_again = lines_of(".csv", client.get("/statistics/figures.csv", {"as_of": said}).content)
    assert taken_again[-2][1] == said


def test_a_file_has_no_row_that_was_recorded_after_its_moment(client, figures):
    later = timezone.now() + timedelta(hours=1)
    rows.sold(rows.product(slug="wushan-cuili"), 23, recorded_at=later)
    taken = client.get("/statistics/rows.csv", SUMMER).text
    assert "100.00" in taken and "23.00" not in taken


def lines_of(path: str, content: bytes) -> list[list[str]]:
    if path.endswith(".csv"):
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [[row[0], row[1]] for row in load_workbook(io.BytesIO(content)).worksheets[-1].values]


def test_what_speaks_of_no_moment_leads_to_the_page(client, figures, settings):
    shown = client.get(reverse("reports_missing"), {"month": "2022-07"}).text
    assert code_on(shown, settings).endswith("?since=2022-07-01&until=2022-07-31&place=")
    report = ChannelReport.objects.create(
        channel_id="ECOM", region_id="500237", file_name="七月.csv", sha256=""
    )
    finding = Finding.objects.create(
        rule="recognition", key="1", county_id="500237", said={"number": "1", "day": "2022-07-09"}
    )
    order = world.paid_order(world.millet())
    for name, args in (
        ("bulletins", []),
        ("open_data", []),
        ("outputs", []),
        ("units", []),
        ("findings", []),
        ("finding", [finding.pk]),
        ("report", [report.pk]),
        ("statistics_order", [order.code]),
    ):
        address = reverse(name, args=args)
        assert code_on(client.get(address).text, settings) == address, name


def test_what_is_printed_where_it_is_worked_on_leads_back(client, settings):
    world.country()
    yantai = world.official("370600", "yantai")
    client.force_login(yantai)
    plums = world.plums()
    hall = world.hall(yantai, "370600", clerk=yantai)
    good = hall.goods.create(product=plums.product, pack_zh="箱", net_g=2500, price_fen=6880)
    sell(good, packs=1, token="a" * 32, by=yantai)
    offline = reports.as_csv(reports.rows({"销售方式": "线下"}))
    report = import_report(offline, name="七月.csv", channel_code="ECOM").report
    upload = SimpleUploadedFile("八月.csv", reports.as_csv(reports.rows({"来源单号": "B"})))
    client.post(reverse("reports"), {"channel": "ECOM", "file": upload})
    pages = [
        ("confirmations", [], ""),
        ("confirmation", [report.pk], ""),
        ("counter", [hall.code], ""),
        ("report_upload", [ReportUpload.objects.get().pk], ""),
        ("workbench_subsidies", [], "?year=2022&rules=2022"),
    ]
    for name, args, asked in pages:
        if name == "workbench_subsidies":
            client.force_login(world.desk(plums.lot.cooperative))
        address = reverse(name, args=args) + asked
        assert code_on(client.get(address).text, settings) == address, name


def test_a_bulletin_carries_its_code_on_the_page_and_on_paper(client, figures, settings):
    closing = bulletins.drawn_up(by=world.official())
    wanted = code_of(f"{settings.SITE_URL}/bulletins/{closing.code}/")
    assert code_in(client.get(closing.get_absolute_url()).text) == wanted
    assert code_in(bytes(closing.bulletin.files.get(suffix="pdf").content)) == wanted


def test_the_statement_of_a_subsidy_carries_the_code_of_its_award(figures, settings):
    (award,) = awards(Rule.objects.get(), 2022)
    printed = papers.statement(award, {}, as_of=rows.at_end_of(date(2022, 12, 31)))
    page = reverse("award", args=[award.rule.pk, award.cooperative.pk])
    said = "?year=2022&as_of=2022-12-31T23%3A00%3A00"
    assert code_in(printed) == code_of(f"{settings.SITE_URL}{page}{said}")
