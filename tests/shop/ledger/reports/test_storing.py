import pytest

from shop.ledger.reports.importing import import_report
from shop.models import ChannelReport, Entry, Pending, Product, ReportLine
from shop.statistics.checking import check
from tests import world
from tests.shop.ledger.reports.reports import as_csv, rows

pytestmark = pytest.mark.django_db


class Killed(Exception):
    pass


def test_stopped_in_the_middle_nothing_is_there_and_repeated_all_of_it_is_once():
    world.country()
    content = as_csv(rows(*[{}] * 2500))
    said = []

    def until_half(number: int) -> None:
        said.append(number)
        # Rows are told as they are read, and again as they are stored.
        if said.count(2000) == 2:
            raise Killed

    def take(**options):
        return import_report(content, name="a", channel_code="ECOM", **options)

    with pytest.raises(Killed):
        take(progress=until_half)
    assert said == [1000, 2000, 1000, 2000]
    for table in (ChannelReport, ReportLine, Entry, Pending, Product):
        assert not table.objects.exists()
    assert take().new == 2500
    assert take().new == 0
    assert (Entry.objects.count(), Pending.objects.count()) == (2500, 2500)
    assert check()[1] == []
