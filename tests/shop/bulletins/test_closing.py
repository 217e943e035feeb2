import io
import zipfile
from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from shop.bulletins import drawing
from shop.bulletins.closing import NotOver, reopen
from shop.bulletins.months import last_of
from shop.statistics import signing
from tests import world
from tests.shop.bulletins import bulletins

pytestmark = pytest.mark.django_db


@pytest.fixture
def wushan():
    world.country()
    return world.official()


def test_closing_asks_the_worker_for_a_bulletin(wushan):
    closing = bulletins.asked(by=wushan)
    assert (closing.code, closing.side) == ("500237-202207-1", "origin")
    assert DBTaskResult.objects.filter(task_path__endswith="drawing.from_queue").count() == 1


def test_closing_again_leads_to_the_bulletin_there_is(wushan):
    assert bulletins.asked(by=wushan) == bulletins.asked(by=wushan)
    assert DBTaskResult.objects.count() == 1


def test_a_month_that_is_not_over_cannot_be_closed(wushan):
    today = timezone.localdate()
    with pytest.raises(NotOver):
        bulletins.asked(by=wushan, first=today.replace(day=1), last=last_of(today))


def test_a_bulletin_may_be_of_several_months(wushan):
    closing = bulletins.asked(by=wushan, last=date(2022, 8, 31))
    assert closing.code == "500237-202207-202208-1"
    assert closing != bulletins.asked(by=wushan)


def test_opening_again_gets_the_next_number_and_needs_a_reason(wushan):
    first = bulletins.drawn_up(by=wushan)
    second = reopen(first, reason="漏报一家直播间", by=wushan)
    assert second.code == "500237-202207-2"
    assert reopen(first, reason="双击", by=wushan) == second
    with pytest.raises(IntegrityError), transaction.atomic():
        reopen(second, reason="", by=wushan)


def test_a_bulletin_keeps_the_definitions_it_was_closed_with(client, wushan, monkeypatch, tmp_path):
    client.force_login(wushan)
    first = bulletins.drawn_up(by=wushan)
    then, files = signing.DEFINITIONS.read_bytes(), files_of(client, first)
    monkeypatch.setattr(signing, "DEFINITIONS", tmp_path / "figures.md")
    signing.DEFINITIONS.write_text("净销售额：从今天起是另一个数")
    now = signing.DEFINITIONS.read_bytes()

    def printed(bulletin) -> bytes:
        signing.DEFINITIONS.write_text("又换了一版，正在做通报的时候")
        return b"%PDF-"

    monkeypatch.setattr(drawing.printing, "printed", printed)
    second = reopen(first, reason="口径变了", by=wushan)
    drawing.draw_up(second)
    assert files_of(client, first) == files
    for closing, definitions in ((first, then), (second, now)):
        edition = sha256(definitions).hexdigest()[:12]
        assert edition in client.get(closing.get_absolute_url()).text
        taken = files_of(client, closing)
        book = load_workbook(io.BytesIO(taken["xlsx"]))
        assert edition in {fact.value for fact in book["填报说明"]["B"]}
        with zipfile.ZipFile(io.BytesIO(taken["zip"])) as archive:
            assert archive.read("definitions.md") == definitions


def files_of(client, closing) -> dict[str, bytes]:
    address = closing.get_absolute_url()
    return {one: client.get(f"{address}file.{one}").content for one in ("pdf", "xlsx", "zip")}
