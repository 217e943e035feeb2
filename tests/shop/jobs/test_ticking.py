from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from shop.jobs import hearing, ticking
from shop.jobs.ticking import JOBS, Job, SomeFailed, ask_for_what_is_due, each, run, tick
from shop.models import Notice, Parcel, Pending, PeriodicJob
from shop.payments.paying import start
from tests import world
from tests.shop.jobs.working import work_once
from tests.shop.payments.buying import long_ago

pytestmark = pytest.mark.django_db


def nothing():
    pass


def break_down():
    raise ValueError("broken")


def test_what_was_done_is_written_down():
    assert run(Job("sweep", nothing, every=60))
    row = PeriodicJob.objects.get(name="sweep")
    assert row.done_at >= row.begun_at
    assert (row.failed_at, row.failure) == (None, "")


def test_what_went_wrong_is_written_down_until_it_goes_well():
    assert not run(Job("sweep", break_down, every=60))
    row = PeriodicJob.objects.get(name="sweep")
    assert row.done_at is None
    assert "ValueError: broken" in row.failure
    assert run(Job("sweep", nothing, every=60))
    row.refresh_from_db()
    assert row.failure == ""
    assert row.failed_at


def test_where_one_thing_fails_the_others_are_done():
    done = []

    def do(thing):
        if thing == 2:
            break_down()
        done.append(thing)

    with pytest.raises(SomeFailed, match="2: ValueError: broken"):
        each(lambda: [1, 2, 3], do)()
    assert done == [1, 3]


def test_a_job_is_asked_for_when_it_is_due(monkeypatch):
    monkeypatch.setattr(ticking, "JOBS", [Job("sweep", nothing, every=60)])
    ask_for_what_is_due()
    ask_for_what_is_due()
    assert DBTaskResult.objects.count() == 1
    work_once()
    assert PeriodicJob.objects.get(name="sweep").done_at
    ask_for_what_is_due()
    assert not DBTaskResult.objects.ready().exists()
    long_ago(PeriodicJob.objects.get(name="sweep"), "asked_at", hours=1)
    ask_for_what_is_due()
    assert DBTaskResult.objects.ready().count() == 1


def test_a_job_nobody_has_begun_is_not_asked_for_again_until_it_counts_as_lost(monkeypatch):
    monkeypatch.setattr(ticking, "JOBS", [Job("sweep", nothing, every=60)])
    ask_for_what_is_due()
    long_ago(PeriodicJob.objects.get(name="sweep"), "asked_at", hours=1 / 12)
    ask_for_what_is_due()
    assert DBTaskResult.objects.count() == 1
    long_ago(PeriodicJob.objects.get(name="sweep"), "asked_at", hours=1)
    ask_for_what_is_due()
    assert DBTaskResult.objects.count() == 2


def test_clock_and_worker_are_seen(monkeypatch):
    monkeypatch.setattr(ticking, "JOBS", [Job("sweep", nothing, every=60)])
    ask_for_what_is_due()
    work_once()
    assert set(PeriodicJob.objects.values_list("name", flat=True)) == {"clock", "sweep", "worker"}


def test_all_of_it_runs_where_there_is_nothing_to_do(sandbox):
    assert tick() == []
    assert PeriodicJob.objects.exclude(done_at=None).count() == len(JOBS) + 1


def test_the_command_names_what_failed(monkeypatch):
    monkeypatch.setattr(ticking, "JOBS", [Job("sweep", break_down, every=60)])
    with pytest.raises(CommandError, match="sweep"):
        call_command("tick")


def test_names_are_told_apart():
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_an_order_whose_webhook_never_came_is_paid_and_told(sandbox, mailoutbox):
    world.country()
    order = world.order(world.plums())
    sandbox.pay(start(order).session_id)
    tick()
    order.refresh_from_db()
    assert order.status == "paid"
    assert sorted(mail.subject for mail in mailoutbox) == sorted(
        Notice.objects.filter(status="sent").values_list("subject", flat=True)
    )
    assert len(mailoutbox) == 2


def test_an_order_is_found_even_where_no_event_is_listed(sandbox, monkeypatch):
    world.country()
    order = world.order(world.plums())
    payment = start(order)
    sandbox.pay(payment.session_id)
    long_ago(payment, "started_at", hours=1)
    monkeypatch.setattr("shop.payments.stripe.events_since", lambda moment: [])
    tick()
    order.refresh_from_db()
    assert order.status == "paid"


def test_unpaid_orders_are_let_go(sandbox):
    world.country()
    order = world.order(world.plums())
    long_ago(order, "held_until")
    tick()
    order.refresh_from_db()
    assert order.status == "expired"


def test_a_paid_order_whose_time_was_over_is_not_let_go(sandbox):
    world.country()
    order = world.order(world.plums())
    sandbox.pay(start(order).session_id)
    long_ago(order, "held_until")
    tick()
    order.refresh_from_db()
    assert order.status == "paid"


def test_a_parcel_nobody_confirmed_is_received_after_a_week(sandbox):
    world.country()
    parcel = world.paid_order(world.millet()).parcels.get()
    Parcel.objects.update(status="shipped")
    long_ago(parcel, "shipped_at", hours=8 * 24)
    tick()
    assert Parcel.objects.get().status == "received"


def test_ledger_rows_are_taken_into_the_summaries(sandbox):
    world.country()
    world.paid_order(world.millet())
    assert Pending.objects.exists()
    tick()
    assert not Pending.objects.exists()


def test_tasks_that_ended_go_and_failures_stay_for_a_while(sandbox):
    for name in ("done", "failed"):
        hearing.hear_from_queue.enqueue(name)
    ended = timezone.now() - timedelta(days=3)
    done, failed = DBTaskResult.objects.order_by("enqueued_at")
    DBTaskResult.objects.filter(pk=done.pk).update(status="SUCCESSFUL", finished_at=ended)
    DBTaskResult.objects.filter(pk=failed.pk).update(status="FAILED", finished_at=ended)
    tick()
    assert list(DBTaskResult.objects.all()) == [failed]
