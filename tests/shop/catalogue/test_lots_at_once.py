from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

from django.db import connection
from django.test import Client
from django.utils import timezone

from producers.models import LotChange
from shop.catalogue import workbench_lots
from tests import world


def test_days_and_presale_set_at_once_never_contradict(
    fresh_database, django_db_blocker, monkeypatch
):
    """Each is right as the lot stands, both together are not: the second reads why."""
    with django_db_blocker.unblock():
        world.country()
        today, day = timezone.localdate(), timedelta(days=1)
        lot = world.lot(world.cooperative(), sells_from=today + 30 * day, sells_to=today + 60 * day)
        asked = {
            "days": {
                "harvest_from": lot.harvest_from,
                "harvest_to": lot.harvest_to,
                "sells_from": today + 10 * day,
                "sells_to": lot.sells_to,
            },
            "presale": {
                "presale_from": today,
                "presale_to": today + 20 * day,
                "ships_from": today + 30 * day,
                "ships_to": today + 40 * day,
                "unit": "kg",
            },
        }
        desks = {what: Client(raise_request_exception=False) for what in asked}
        for what, client in desks.items():
            client.force_login(world.desk(lot.cooperative, what))
        together, carry_out = Barrier(2), workbench_lots.carried_out

        def when_both_have_read_the_lot(*given, **forms):
            # Unless one waits for the other before it reads.
            with suppress(BrokenBarrierError):
                together.wait(timeout=1)
            return carry_out(*given, **forms)

        monkeypatch.setattr(workbench_lots, "carried_out", when_both_have_read_the_lot)

        def ask(what: str) -> int:
            try:
                address = f"/en/workbench/lots/{lot.pk}/{what}/"
                return desks[what].post(address, asked[what]).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as threads:
            assert sorted(threads.map(ask, asked)) == [200, 302]
        assert LotChange.objects.filter(kind__in=["moved", "presold"]).count() == 1
