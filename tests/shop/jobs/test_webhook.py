from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from producers.models import Lot
from shop.models import Entry, Order, Payment, ProviderEvent
from shop.payments.paying import start
from shop.statistics.checking import check
from tests import world
from tests.shop.payments.buying import kinds

URL = reverse("payment_webhook")


def tell(hook, client=None):
    return (client or Client(enforce_csrf_checks=True)).post(
        URL, hook.body, "application/json", headers={"Stripe-Signature": hook.signature}
    )


@pytest.fixture
def order(db):
    world.country()
    return world.order(world.plums(grams=2500))


def test_it_pays_at_once(order, sandbox):
    sandbox.pay(start(order).session_id)
    for hook in sandbox.signed("checkout.session.completed"):
        assert tell(hook).status_code == 200
    order.refresh_from_db()
    assert order.status == "paid"
    assert ProviderEvent.objects.get().handled_at


def test_the_worker_is_told_too(order, sandbox):
    sandbox.pay(start(order).session_id)
    (hook,) = sandbox.signed("checkout.session.completed")
    tell(hook)
    tell(hook)
    assert DBTaskResult.objects.filter(task_path__endswith="hear_from_queue").count() == 1


def test_where_the_provider_does_not_answer_it_is_kept_for_the_worker(order, sandbox):
    sandbox.pay(start(order).session_id)
    (hook,) = sandbox.signed("checkout.session.completed")
    sandbox.fault("500", times=2)
    assert tell(hook).status_code == 200
    event = ProviderEvent.objects.get()
    assert event.handled_at is None
    assert "Unreachable" in event.failure


@pytest.mark.parametrize("signature", ["", "t=1,v1=00", "garbage"])
def test_a_wrong_signature_is_refused_and_nothing_stored(order, sandbox, signature):
    sandbox.pay(start(order).session_id)
    (hook,) = sandbox.signed("checkout.session.completed")
    response = Client().post(
        URL, hook.body, "application/json", headers={"Stripe-Signature": signature}
    )
    assert response.status_code == 400
    assert "signature" in response.content.decode()
    assert not ProviderEvent.objects.exists()
    assert Order.objects.get().status == "placed"


def test_a_changed_message_is_refused(order, sandbox):
    sandbox.pay(start(order).session_id)
    (hook,) = sandbox.signed("checkout.session.completed")
    response = Client().post(
        URL,
        hook.body.replace(b"6880", b"6881") + b" ",
        "application/json",
        headers={"Stripe-Signature": hook.signature},
    )
    assert response.status_code == 400


def test_looking_at_it_is_refused(client):
    assert client.get(URL).status_code == 405


def test_twenty_at_once_and_out_of_order_are_one_payment(
    fresh_database, sandbox, django_db_blocker
):
    with django_db_blocker.unblock():
        world.country()
        order = world.order(world.plums(grams=2500))
        payment = start(order)
        sandbox.pay(payment.session_id, card="4000000000000002")
        sandbox.pay(payment.session_id)
        hooks = list(reversed(sandbox.signed())) * 20

        def tell_and_leave(hook):
            try:
                return tell(hook).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(20) as threads:
            answers = list(threads.map(tell_and_leave, hooks))
        assert set(answers) == {200}
        assert ProviderEvent.objects.count() == len(hooks) / 20
        assert not ProviderEvent.objects.filter(handled_at=None).exists()
        assert Payment.objects.get().status == "paid"
        assert kinds(order) == ["placed", "paid"]
        assert Entry.objects.count() == 1
        assert Lot.objects.get().taken_g == 2500
        assert check()[1] == []
