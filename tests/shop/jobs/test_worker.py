import pytest
from django.utils import timezone

from shop.jobs import hearing
from shop.jobs.ticking import ask_for_what_is_due
from shop.models import Entry, Order, PeriodicJob, ProviderEvent
from shop.payments.paying import start
from shop.statistics.checking import check
from tests import world
from tests.bench.buying import Browser
from tests.bench.processes import run, serving
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


def test_after_the_web_process_was_killed_the_worker_finds_the_payment(
    fresh_database, sandbox, django_db_blocker
):
    """Processes of their own, as in the demo: nobody listens when the provider tells."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "SHANHUO_DATABASE_URL": fresh_database,
        "SHANHUO_STRIPE_API_BASE": sandbox.address,
        "SHANHUO_STRIPE_SECRET_KEY": sandbox.key,
        "SHANHUO_STRIPE_WEBHOOK_SECRET": sandbox.secret,
    }
    with django_db_blocker.unblock():
        world.country()
        order = world.order(world.plums())
        with serving("cms.wsgi:application", environment) as web:
            sandbox.webhooks(url=f"http://127.0.0.1:{web.port}/payments/webhook/", hold=True)
            session = start(order).session_id
            assert Browser(web.port).get("/healthz") == "ready"
            web.kill()
            sandbox.pay(session)
            told = [event["statuses"] for event in sandbox.deliver()]
        assert told == [[0]] * len(sandbox.events()) != []
        assert ProviderEvent.objects.count() == 0
        ask_for_what_is_due()
        run("manage.py db_worker --batch --no-reload", environment)
        assert Order.objects.get().status == "paid"
        with serving("cms.wsgi:application", environment, port=web.port) as web:
            assert Browser(web.port).get("/healthz") == "ready"
            told_again = [event["statuses"] for event in sandbox.deliver()]
        assert told_again == [[200]] * len(told)
        assert Entry.objects.count() == 1
        assert PeriodicJob.objects.get(name="worker").done_at
        assert check()[1] == []
