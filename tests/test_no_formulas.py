"""What people type into any field stands in no export as a formula, by which a table program would
run what a stranger wrote."""

import csv
import io
import re
import zipfile
from datetime import date
from itertools import cycle
from types import SimpleNamespace

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Workflow

from cms.pages.editors import review
from cms.pages.models import HomePage, StoryPage
from cms.settings import BASE_DIR
from cms.users.models import User
from shop.account.copying import copy_for
from shop.bulletins.closing import reopen
from shop.bulletins.drawing import draw_up
from shop.delivery.packing import packing_list
from shop.invoices.issuing import issue
from shop.ledger.reports.importing import import_report
from shop.models import Order, Rule
from shop.statistics.pages import PAGES
from shop.subsidies.models import Tier
from tests import world
from tests.shop.bulletins import bulletins
from tests.shop.invoices import papers
from tests.shop.ledger.reports import reports
from tests.shop.orders.recipients import lists
from tests.shop.statistics import rows

SIGNS = ('=HYPERLINK("x")', "+1", "-1+1", "@", "\t=1", "＝1")
signs = cycle(SIGNS)
# Nobody types a number below zero where text is asked for.
AMOUNT = re.compile(r"-?\d+(\.\d+)?")
FLAT = ("csv", "xlsx")
# Pages of figures that name places and days only.
OF_PLACES = {"provinces", "flows", "years", "dispatch"}


def typed(name: str) -> str:
    return f"{next(signs)}{name}"


def is_live(cell: str) -> bool:
    return cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) and not AMOUNT.fullmatch(cell)


def cells(suffix: str, content: bytes):
    """Each text of a table, and whether it is a formula as it stands."""
    match suffix:
        case "csv":
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
                yield from ((cell, False) for cell in row)
        case "xlsx":
            for sheet in load_workbook(io.BytesIO(content)):
                for row in sheet:
                    for cell in row:
                        if cell.data_type == "f" or isinstance(cell.value, str):
                            yield str(cell.value), cell.data_type == "f"
        case "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                for name in packed.namelist():
                    yield from cells(name.rpartition(".")[2], packed.read(name))


@pytest.fixture
def shop(db):
    """Everything in it has a name that begins as a formula does."""
    world.country()
    grower = world.cooperative(name_zh=typed("社"), name_en=typed("coop"))
    world.freight(grower)
    lot = world.lot(
        grower, certificate=world.certificate(grower), batch=typed("1"), produce_zh=typed("李")
    )
    plums = world.product(grower, typed("脆李"), name_en=typed("plum"), slug="plums")
    unit = world.organisation(name_zh=typed("工会"))
    buyer = named(world.member(unit))
    official = named(world.official(None))
    bought_and_packed(world.offer(plums, lot), unit, buyer)
    reported(official)
    hall = world.campaign()
    hall.name_zh, hall.name_en = typed("馆"), typed("hall")
    hall.save(update_fields=["name_zh", "name_en"])
    of_july(plums, grower, unit, hall)
    closed_and_paid(grower)
    root = named(User.objects.create_superuser("root@shanhuo.example"))
    written(root)
    return SimpleNamespace(
        grower=grower,
        unit=unit,
        buyer=buyer,
        official=official,
        root=root,
    )


def named(person):
    person.last_name = typed("张")
    person.save(update_fields=["last_name"])
    return person


def bought_and_packed(offer, unit, buyer) -> None:
    to = {"receiver": typed("李四"), "street": typed("街"), "phone": "+8613800138000"}
    gift = {"gift_message": typed("贺"), "gift_from": typed("王")}
    order = world.paid_order(offer, buyer=buyer, email="+1@shanhuo.example", **to, **gift)
    order.parcels.get().waybills.create(
        carrier_id="SF", number=typed("单"), recorded_at=timezone.now()
    )
    asked = papers.asked(
        order, kind="organisation", title=typed("公司"), tax_number=unit.tax_number
    )
    issue(asked, papers.paper(number=typed("票")), by=None)
    buyer.addresses.create(place_id="370613", used_at=timezone.now(), **to)
    world.basket(offer, user=buyer)
    for_all = lists.ordered([lists.row(1)], offer, of=unit, by=buyer)
    for_all.recipients.update(receiver=typed("赵"), street=typed("路"))


def reported(official) -> None:
    """Its cells are refused where they begin so; its name says nothing of what it holds."""
    lines = reports.as_csv([reports.ROW])
    outcome = import_report(lines, name=typed("报送.csv"), channel_code="ECOM", by=official)
    assert outcome.new


def of_july(plums, grower, unit, hall) -> None:
    for at in (rows.at_end_of(date(2022, 7, 31)), None):
        rows.sold(
            plums,
            cooperative=grower,
            supplier_name=grower.name_zh,
            organisation=unit,
            organisation_name=unit.name_zh,
            campaign=hall,
            buyer_kind="union",
            recognition_number=typed("证"),
            pack_zh=typed("箱"),
            source=typed("test"),
            parcel_count=5,
            recorded_at=at,
        )


def closed_and_paid(grower) -> None:
    closer = named(world.official("500237", "closer"))
    first = bulletins.drawn_up(by=closer, closed_at=rows.at_end_of(date(2022, 8, 15)))
    draw_up(reopen(first, reason=typed("漏报"), by=closer))
    rule = Rule.objects.create(
        code="all",
        from_year=2020,
        place_id="500237",
        name_zh=typed("奖补"),
        name_en=typed("bonus"),
        measure=Rule.Measure.SALES,
        pays=Rule.Pays.AMOUNT,
        source=typed("文件"),
    )
    Tier.objects.create(rule=rule, at_least=1, pays=33)


def written(root) -> None:
    """A story that is locked, in review, and told of in every report on pages."""
    home = HomePage.objects.get(locale__language_code="zh-hans")
    story = StoryPage(title=typed("李子"), slug="plums", byline="沈文")
    home.add_child(instance=story)
    story.save_revision(user=root, log_action=True).publish(user=root)
    review()
    Workflow.objects.get().start(story, root)
    locked = {"locked": True, "locked_by": root, "locked_at": timezone.now()}
    StoryPage.objects.filter(pk=story.pk).update(**locked)
    Redirect.objects.create(old_path="/old", redirect_link=typed("//new.example"))


def asked_for(shop):
    """Who takes which table away, by address: each there is."""
    days = f"since=2022-07-01&until={timezone.localdate()}"
    for slug in PAGES.keys() - OF_PLACES:
        yield shop.official, f"statistics/{slug}{'/' * bool(slug)}figures.xlsx?{days}&by=product"
    for by in ("product", "cooperative", "organisation", "campaign"):
        yield shop.official, f"statistics/figures.csv?{days}&by={by}"
    for suffix in ("csv", "xlsx", "zip"):
        yield shop.official, f"statistics/rows.{suffix}?{days}"
    for file in ("file.xlsx", "file.zip", "later.csv", "later.xlsx"):
        yield shop.official, f"bulletins/500237-202207-1/{file}"
    yield shop.official, "bulletins/500237-202207-2/file.xlsx"
    rule = Rule.objects.get()
    for year in (2022, timezone.localdate().year):
        yield shop.official, f"subsidies/{rule.pk}/{shop.grower.pk}/papers.zip?year={year}"
    yield shop.buyer, f"organisations/{shop.unit.pk}/purchases/2022/purchases.xlsx"
    yield shop.buyer, f"organisations/{shop.unit.pk}/recipients/template.xlsx"
    for_all = Order.objects.get(organisation=shop.unit)
    yield shop.buyer, f"orders/{for_all.code}/recipients/?as=xlsx"
    for report in ("site-history", "aging-pages", "locked", "workflow", "workflow_tasks"):
        yield from ((shop.root, f"admin/reports/{report}/?export={suffix}") for suffix in FLAT)
    for place in ("translations", "redirects"):
        yield from ((shop.root, f"admin/{place}/?export={suffix}") for suffix in FLAT)


# All others hand their tables to one of these; what a counter closes is read by our own import.
WRITERS = {
    "shop/sheets.py",
    "shop/statistics/exports.py",
    "shop/statistics/signing.py",
    "shop/bulletins/sheets.py",
    "shop/bulletins/workbook.py",
    "shop/counters/closing.py",
}


def test_tables_are_written_where_cells_are_made_safe():
    writes = re.compile(r"csv\.(Dict)?[wW]riter|\bWorkbook\b")
    sources = [
        path for app in ("producers", "shop", "cms") for path in (BASE_DIR / app).rglob("*.py")
    ]
    found = {str(path.relative_to(BASE_DIR)) for path in sources if writes.search(path.read_text())}
    assert {path for path in found if not path.startswith("cms/pages/demo/")} == WRITERS


def test_no_export_has_a_live_formula(client, shop):
    live, nothing_typed = [], []
    for name, suffix, content in taken_away(client, shop):
        found = list(cells(suffix, content))
        live += [(name, cell) for cell, is_formula in found if is_formula or is_live(cell)]
        if not any(is_live(cell.removeprefix("'")) for cell, _ in found):
            nothing_typed.append(name)
    assert live == []
    # Every one of them has something that would have been one.
    assert nothing_typed == []


def taken_away(client, shop):
    for who, address in asked_for(shop):
        client.force_login(who)
        answer = client.get(f"/{address}" if address.startswith("admin") else f"/en/{address}")
        assert answer.status_code == 200, address
        yield address, re.search("csv|xlsx|zip", address)[0], answer.getvalue()
    yield "copy of one's data", "zip", copy_for(shop.buyer)
    yield "packing list", "xlsx", packing_list(shop.grower, by=shop.official)
