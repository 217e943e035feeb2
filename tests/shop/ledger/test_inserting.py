import pytest

from shop.ledger import inserting
from shop.ledger.reports.importing import import_report
from shop.models import ChannelReport, Entry, Pending, ReportLine
from shop.statistics.checking import check
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows

pytestmark = pytest.mark.django_db


def test_many_rows_are_the_same_as_few(monkeypatch):
    """On PostgreSQL the first come by COPY, the second by INSERT."""
    world.country()
    odd = {"产品名称": "带\t制\\表\n符", "供应商名称": "引\"号'"}
    lines = rows(*[odd] * 250, {"退款金额（元）": "1"})
    import_report(as_csv(lines), name="a", channel_code="ECOM")
    monkeypatch.setattr(inserting, "LEAST", 10_000)
    import_report(as_csv(lines), name="a", channel_code="GOV832")
    assert check()[1] == []
    first, second = (
        list(Entry.objects.filter(channel=code).order_by("pk").values_list(*NAMES))
        for code in ("ECOM", "GOV832")
    )
    assert first == second
    assert Pending.objects.count() == Entry.objects.count() == 504
    values = ReportLine.objects.values_list("values", flat=True)
    assert list(values[:251]) == list(values[251:])


NAMES = ("kind", "occurred_on", "amount_fen", "product_name", "supplier_name", "parcel_count")


def test_rows_know_their_keys_and_get_others_than_those_to_come():
    world.country()
    report = ChannelReport.objects.create(channel_id="ECOM", file_name="a", sha256="")
    lines = [ReportLine(report=report, row=n, key=str(n), values={}) for n in range(300)]
    inserting.insert(ReportLine, lines)
    assert [ReportLine.objects.get(pk=line.pk).row for line in lines[::100]] == [0, 100, 200]
    later = ReportLine.objects.create(report=report, row=1, key="later", values={})
    assert later.pk not in {line.pk for line in lines}
