import random
from datetime import UTC, datetime

import pytest

from shop.jobs import hearing
from shop.jobs.hearing import hear, left_unheard
from shop.models import Entry, Order, ProviderEvent
from shop.payments import stripe
from shop.payments.paying import start
from shop.payments.receiving import fetch_missed, keep
from tests import world
from tests.shop.payments.buying import kinds

pytestmark = pytest.mark.django_db


def an_event(kind="checkout.session.completed", **thing) -> ProviderEvent:
    body = {"data": {"object": {"id": "cs_1", "metadata": {}, **thing}}}
    said = stripe.Event(
        id="evt_1", kind=kind, happened_at=datetime(2026, 7, 1, tzinfo=UTC), body=body
    )
    return keep(said)[0]


def test_what_nobody_listens_to_is_handled_too():
    hear(an_event("charge.updated"))
    assert not left_unheard()


def test_it_is_handled_once(monkeypatch):
    heard = []
    monkeypatch.setitem(hearing.HEARERS, "checkout.session.completed", heard.append)
    event = an_event()
    hear(event)
    event.refresh_from_db()
    hear(event)
    assert len(heard) == 1


def test_a_failure_is_kept_and_tried_again(monkeypatch):
    def fail(_):
        raise stripe.Unreachable("nobody there")

    monkeypatch.setitem(hearing.HEARERS, "checkout.session.completed", fail)
    event = an_event()
    hear(event)
    event.refresh_from_db()
    assert (event.attempts, event.failure) == (1, "Unreachable: nobody there")
    monkeypatch.setitem(hearing.HEARERS, "checkout.session.completed", lambda _: None)
    (waiting,) = left_unheard()
    hear(waiting)
    event.refresh_from_db()
    assert (event.attempts, event.failure) == (2, "")
    assert event.handled_at


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_events_comes_to_the_same(sandbox, seed):
    world.country()
    order = world.order(world.plums())
    payment = start(order)
    sandbox.pay(payment.session_id, card="4000000000000002")
    sandbox.pay(payment.session_id)
    fetch_missed()
    events = list(ProviderEvent.objects.all()) * 2
    random.Random(seed).shuffle(events)
    for event in events:
        hear(event)
    assert Order.objects.get().status == "paid"
    assert kinds(order) == ["placed", "paid"]
    assert Entry.objects.count() == 1
