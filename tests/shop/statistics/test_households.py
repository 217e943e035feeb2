"""How many households the goods sold came from: as recorded of the lots behind the rows."""

import json
from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook

from producers.harvests.models import GrowerShare
from producers.harvests.sharing import record_share
from producers.models import Pairing
from shop.ledger.reach import Reaches
from shop.ledger.sent import was_sent
from shop.ledger.writing import undo
from shop.models import Entry, OrderLine
from shop.statistics import asking
from shop.statistics.figures import Households, households
from shop.statistics.growers import is_narrow, lots_behind
from shop.statistics.question import Buyer, Question
from shop.statistics.rolling import roll
from shop.statistics.sources import LEDGER
from tests import world
from tests.shop.bulletins import bulletins
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

JULY = Question(first=date(2026, 7, 1), last=date(2026, 7, 31))


@pytest.fixture(autouse=True)
def country():
    world.country()


def july(day: int) -> datetime:
    return datetime(2026, 7, day, 12, tzinfo=timezone.get_default_timezone())


def delivered(lot, number: int) -> None:
    share = GrowerShare(households=number, paid_fen_per_500g=420, source="收购台账第3册")
    record_share(share, lot=lot, by=None)


@pytest.fixture
def sold():
    """Two lots of each of two cooperatives; nobody recorded anything of the last one."""
    plums = world.plums()
    here = plums.lot.cooperative
    late = world.offer(plums.product, world.lot(here, batch="late"), net_g=1000)
    millet = world.millet()
    silent = world.offer(
        millet.product, world.lot(millet.lot.cooperative, batch="silent"), net_g=1000
    )
    for offer, number in ((plums, 37), (late, 12), (millet, 5)):
        delivered(offer.lot, number)
    for day, offer in enumerate((plums, plums, late, millet, silent), start=1):
        world.paid_order(offer, at=july(day))
    return plums, late, millet, silent


def reached(question: Question = JULY) -> Households:
    return households(lots_behind(question))


def test_who_delivered_to_two_lots_of_a_cooperative_counts_once(sold):
    plums = sold[0]
    assert reached() == Households(lots=4, lots_recorded=3, at_least=37 + 5, by_lot=37 + 12 + 5)
    of_the_county = JULY.but(origin=asking.place("500237", Reaches()))
    assert reached(of_the_county) == Households(2, 2, 37, 49)
    delivered(plums.lot, 30)
    assert reached(of_the_county).at_least == 30


def test_it_does_not_add_up_over_months(sold):
    world.paid_order(sold[0], at=datetime(2026, 8, 2, 12, tzinfo=timezone.get_default_timezone()))
    summer = JULY.but(last=date(2026, 8, 31))
    august = JULY.but(first=date(2026, 8, 1), last=date(2026, 8, 31))
    assert (reached(summer).by_lot, reached().by_lot + reached(august).by_lot) == (54, 91)


def test_goods_that_never_left_and_rows_of_reports_name_no_lot(sold):
    *_, silent = sold
    order = silent.order_lines.get().order
    order_row = rows.Entry.objects.get(order_code=order.code)
    back = {"amount_fen": order_row.amount_fen, "weight_g": order_row.weight_g}
    rows.record_refund(
        [rows.Return(source="back:1", answers=order_row.source, **back)], confirmed_at=july(9)
    )
    rows.sold(sold[0].product, occurred_on=date(2026, 7, 3))
    assert reached().lots == reached().lots_recorded == 3
    # The refund is undone: the goods were sent after all.
    undo(rows.Entry.objects.get(source="back:1"))
    assert reached().lots == 4


def test_the_lots_are_those_of_the_rows_whatever_is_asked(sold, django_assert_num_queries):
    plums, late, millet, silent = sold
    campaign, unit = world.campaign(), world.organisation()
    world.paid_order(late, at=july(6), destination="370613", campaign_code=campaign.code)
    world.paid_order(millet, at=july(7), destination="370613", organisation=unit)
    # Of the one goods that were taken back, of the other where that was undone.
    for day, offer in ((8, plums), (9, silent)):
        order = world.paid_order(offer, at=july(day), destination="110101")
        rows.a_refund_of(Entry.objects.get(order_code=order.code), at=july(10))
    undo(Entry.objects.get(order_code=order.code, kind=Entry.Kind.REFUND))
    of = Reaches().of
    by_lots = [
        JULY,
        JULY.but(origin=of("50")),
        JULY.but(destination=of("37")),
        JULY.but(destination=of("11")),
        JULY.but(category="GRA"),
        JULY.but(channels=("RETAIL",), last=date(2026, 7, 5)),
        JULY.but(recognised=False, online=True, buyer=Buyer.ORGANISATION),
        JULY.but(pairings=tuple(Pairing.objects.values_list("pk", flat=True))),
        JULY.but(destination=of("11"), as_of=timezone.now()),
        JULY.but(origin=of("620524")),
        JULY.but(origin=of("50"), destination=of("37")),
        JULY.but(cooperative=millet.lot.cooperative_id),
    ]
    by_rows = [
        JULY.but(destination=of("3706"), as_of=timezone.now()),
        JULY.but(destination=of("37"), buyer_region=of("37")),
        JULY.but(buyer_region=of("110101")),
        JULY.but(product=plums.product_id),
        JULY.but(organisation=unit.pk),
        JULY.but(campaign=campaign.pk),
    ]
    for are_summed in (False, True):
        for question in (*by_lots, *by_rows):
            assert is_narrow(question) == (question in by_rows)
            with django_assert_num_queries(1):
                found = {lot.lot for lot in lots_behind(question)}
            assert found == lots_of_rows(question) != set(), (question, are_summed)
        roll()


def lots_of_rows(question: Question) -> set[int]:
    entries = LEDGER.rows(question, question.first, question.last)
    sent = entries.filter(was_sent(as_of=question.as_of), kind=Entry.Kind.SALE)
    sources = set(sent.values_list("source", flat=True))
    lines = OrderLine.objects.select_related("order")
    return {line.lot_id for line in lines if line.source in sources}


def test_as_of_a_moment_it_is_what_was_recorded_until_then(sold):
    moment = timezone.now()
    delivered(sold[0].lot, 99)
    assert reached(JULY.but(as_of=moment)).at_least == 42
    assert reached(JULY.but(as_of=july(31))).lots_recorded == 0


def test_an_official_reads_it_of_their_own_place_beside_how_much_is_recorded(client, sold):
    client.force_login(world.official("500237"))
    asked = {"since": "2026-07-01", "until": "2026-07-31"}
    for slug in ("", "county/", "product/", "cooperative/"):
        page = client.get(f"/en/statistics/{slug}", asked)
        assert page.context["sheet"].households == Households(2, 2, 37, 49)
        assert "recorded for 2 of 2 lots" in page.content.decode()
    assert client.get("/en/statistics/", asked | {"region": "620524"}).status_code == 404


def test_where_nothing_is_recorded_it_is_said_and_is_not_0(client):
    world.paid_order(world.plums(), at=july(1))
    client.force_login(world.official("500237"))
    shown = client.get("/en/statistics/", {"since": "2026-07-01", "until": "2026-07-31"})
    told = next(one for one in shown.context["explained"] if "Households" in one.label)
    assert (told.value, told.exact) == ("not recorded", "recorded for 0 of 1 lots")


def test_sales_report_tells_it(sold, capsys):
    days = ("--from", "2026-07-01", "--to", "2026-07-31")
    call_command("sales_report", *days, "--origin", "500237", "--json")
    assert json.loads(capsys.readouterr().out)["households"] == {
        "lots": 2,
        "lots_recorded": 2,
        "at_least": 37,
        "by_lot": 49,
    }


def test_a_bulletin_keeps_it_of_each_supplier_as_recorded_then(sold):
    plums = sold[0]
    rows.sold(plums.product, supplier_name="别处的店", occurred_on=date(2026, 7, 3))
    days = {"first": JULY.first, "last": JULY.last}
    bulletin = bulletins.drawn_up(by=world.official(), **days).bulletin
    delivered(plums.lot, 99)
    ours = next(one for one in bulletin.figures["suppliers"] if one["households"])
    assert (ours["supplier_name"], ours["households"]["at_least"]) == (
        (plums.lot.cooperative.name_zh, 37)
    )
    book = load_workbook(BytesIO(bytes(bulletin.files.get(suffix="xlsx").content)))
    told = {row[0]: row[4:8] for row in book["供应商汇总"].iter_rows(2, 3, values_only=True)}
    assert told == {
        plums.lot.cooperative.name_zh: (37, None, 49, "2/2"),
        "别处的店": (None, None, None, "无本平台批次"),
    }
