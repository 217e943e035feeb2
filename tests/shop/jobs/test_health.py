from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from shop.jobs import health, hearing, ticking
from shop.jobs.ticking import Job, ask_for_what_is_due, run, seen
from shop.models import Parcel, PeriodicJob, ProviderEvent, Refund
from shop.payments.cancelling import cancel
from tests import world
from tests.shop.claims.received import claim_on, received_order
from tests.shop.payments.buying import long_ago, pay

pytestmark = pytest.mark.django_db


def test_without_data_the_site_is_not_ready(client):
    response = client.get(reverse("healthz"))
    assert response.status_code == 503
    assert "load_regions" in response.content.decode()


def test_with_data_it_is(client):
    world.country()
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ready")


def test_without_database_it_is_not(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr("shop.jobs.views.Region.objects.exists", away)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "database" in response.content.decode()


@pytest.fixture
def alive():
    seen(ticking.CLOCK)
    seen(ticking.WORKER)


def wrong(client) -> list[str]:
    response = client.get("/healthz/jobs")
    report = response.json()
    assert report["ok"] == (response.status_code == 200) == (not report["wrong"])
    return report["wrong"]


def test_all_is_well(client, alive):
    assert wrong(client) == []


def test_processes_that_were_never_seen_are_stale(client):
    assert wrong(client) == ["stale clock", "stale worker"]


def test_a_worker_that_was_not_seen_for_a_while_is_stale(client, alive):
    long_ago(PeriodicJob.objects.get(name="worker"), "done_at", hours=1)
    assert wrong(client) == ["stale worker"]


def test_a_task_nobody_takes_is_told(client, alive, monkeypatch):
    monkeypatch.setattr(ticking, "JOBS", [Job("sweep", lambda: None, every=60)])
    ask_for_what_is_due()
    assert wrong(client) == []
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    assert wrong(client) == ["old task"]


def test_a_claim_nobody_answered_and_no_tick_accepted_is_told(client, alive, sandbox):
    world.country()
    claim = claim_on(received_order(sandbox, world.plums()))
    assert wrong(client) == []
    long_ago(claim, "answer_by", hours=1)
    assert "old claim" in wrong(client)


def test_a_failed_task_is_told_for_a_day(client, alive):
    hearing.hear_from_queue.enqueue(404)
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())
    assert wrong(client) == ["failed tasks"]
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=2))
    assert wrong(client) == []


def test_an_unheard_event_is_told(client, alive):
    event = ProviderEvent.objects.create(
        event_id="evt_1", kind="x", body={}, happened_at=timezone.now()
    )
    assert wrong(client) == []
    long_ago(event, "received_at", hours=1)
    assert wrong(client) == ["old event"]


def test_a_job_that_fails_is_told_with_its_last_words(client, alive):
    def break_down():
        raise ValueError("broken")

    run(Job("sweep", break_down, every=60))
    assert wrong(client) == ["failed job: sweep"]
    assert client.get("/healthz/jobs").json()["jobs"]["sweep"]["failure"] == "ValueError: broken"


def test_a_ledger_row_no_summary_took_in_is_told(client, alive, monkeypatch):
    world.country()
    world.paid_order(world.plums())
    assert wrong(client) == []
    monkeypatch.setattr(health, "PATIENCE_WITH_SUMMARIES", timedelta(0))
    assert wrong(client) == ["old pending"]


def test_a_refund_that_failed_is_told_until_it_is_followed(client, alive, sandbox):
    world.country()
    order = world.order(world.plums())
    pay(sandbox, order, "alipay")
    cancel(order)
    Refund.objects.update(status="failed")
    assert wrong(client) == ["failed refunds"]


def test_addresses_that_should_be_masked_are_told(client, alive):
    world.country()
    long_ago(world.order(world.plums()), "placed_at", hours=24 * 92)
    Parcel.objects.update(status="cancelled")
    assert wrong(client) == ["old contacts"]
    assert client.get("/healthz/jobs").json()["contacts_to_mask"] == 1
