import os
import subprocess
import sys

import pytest
from django.utils import timezone

from cms.settings import BASE_DIR
from shop.jobs import hearing
from shop.jobs.ticking import ask_for_what_is_due
from shop.models import Entry, Order, PeriodicJob, ProviderEvent
from shop.payments.paying import start
from tests import world
from tests.shop.jobs.working import work_once


@pytest.mark.django_db
def test_the_worker_hears(monkeypatch):
    heard = []
    monkeypatch.setitem(hearing.HEARERS, "refund.updated", heard.append)
    event = ProviderEvent.objects.create(
        event_id="evt_1",
        kind="refund.updated",
        body={"data": {"object": {"id": "re_1"}}},
        happened_at=timezone.now(),
    )
    hearing.hear_from_queue.enqueue(event.pk)
    work_once()
    assert heard == [{"id": "re_1"}]


def test_after_the_web_process_died_the_worker_finds_the_payment(
    fresh_database, sandbox, django_db_blocker
):
    """Processes of their own, as in the demo: nobody listens when the provider tells."""
    with django_db_blocker.unblock():
        world.country()
        sandbox.webhooks(url="http://127.0.0.1:9/payments/webhook/")
        order = world.order(world.plums())
        sandbox.pay(start(order).session_id)
        ask_for_what_is_due()
        worked = subprocess.run(
            [sys.executable, "manage.py", "db_worker", "--batch", "--no-reload"],
            cwd=BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "cms.settings",
                "SHANHUO_DATABASE_URL": fresh_database,
                "SHANHUO_STRIPE_API_BASE": sandbox.address,
                "SHANHUO_STRIPE_SECRET_KEY": sandbox.key,
            },
            capture_output=True,
            text=True,
        )
        assert worked.returncode == 0, worked.stderr
        assert Order.objects.get().status == "paid", worked.stderr
        assert Entry.objects.count() == 1
        assert PeriodicJob.objects.get(name="worker").done_at
