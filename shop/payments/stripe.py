"""The payment provider. Nothing else in the shop talks to it, or knows the shapes of its answers.

Each function makes one call over the network: never call one inside a database transaction.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import stripe
from django.conf import settings

CURRENCY = "cny"
# So long the provider knows a key. Afterwards the same call would be done a second time.
KEY_LASTS = timedelta(hours=24)
# A buyer waits for the answer, so it is not waited for long.
SECONDS_TO_ANSWER = 10
WITH_INTENT = {"expand": ["payment_intent.latest_charge"]}


class Refused(Exception):
    """The provider will not do it, and would not if it were asked again."""


class Unreachable(Exception):
    """Nobody knows whether it was done: ask again with the same key, later."""


class Forged(Exception):
    """A message that the provider did not sign."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """A payment page and what was paid there. `over` says that nobody can pay it any more."""

    id: str
    url: str
    paid: bool
    over: bool
    amount_fen: int
    currency: str
    intent_id: str | None
    method: str
    failure: str


@dataclass(frozen=True, kw_only=True)
class ProviderRefund:
    id: str | None
    status: str
    failure: str


@dataclass(frozen=True, kw_only=True)
class Event:
    id: str
    kind: str
    happened_at: datetime
    body: dict


@cache
def client(key: str, address: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": address},
        max_network_retries=1,
        http_client=stripe.RequestsClient(timeout=SECONDS_TO_ANSWER),
    )


@contextmanager
def provider() -> Iterator[stripe.StripeClient]:
    try:
        yield client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)
    except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
        raise Refused(error.user_message or str(error)) from error
    except stripe.StripeError as error:
        raise Unreachable(error.user_message or str(error)) from error


def create_session(parameters: dict, *, key: str) -> Session:
    with provider() as ask:
        made = ask.v1.checkout.sessions.create(in_one_order(parameters), {"idempotency_key": key})
        return read_session(made)


def in_one_order(parameters: dict) -> dict:
    """The same under one key is the same to the letter: PostgreSQL gives stored ones back in an
    order of its own."""
    return json.loads(json.dumps(parameters, sort_keys=True))


def session(session_id: str) -> Session:
    with provider() as ask:
        return read_session(ask.v1.checkout.sessions.retrieve(session_id, WITH_INTENT))


def expire_session(session_id: str) -> Session:
    with provider() as ask:
        return read_session(ask.v1.checkout.sessions.expire(session_id, WITH_INTENT))


def find_session(*, key: str, created_from: datetime) -> Session | None:
    """The session that was made under a key too old to be sent again."""
    with provider() as ask:
        since = {"created": {"gte": int(created_from.timestamp())}, "limit": 100}
        for found in ask.v1.checkout.sessions.list(since).auto_paging_iter():
            if word(found.metadata, "payment") == key:
                return read_session(ask.v1.checkout.sessions.retrieve(found.id, WITH_INTENT))
    return None


def read_session(answer: stripe.checkout.Session) -> Session:
    intent = answer.payment_intent
    return Session(
        id=answer.id,
        url=answer.url or "",
        paid=answer.payment_status == "paid",
        over=answer.status == "expired"
        or (answer.status == "complete" and not in_progress(answer)),
        amount_fen=answer.amount_total,
        currency=answer.currency,
        intent_id=intent.id if intent else None,
        method=method_of(intent),
        failure=failure_of(intent),
    )


def in_progress(answer: stripe.checkout.Session) -> bool:
    """The buyer did their part, and the money is on its way."""
    return bool(answer.payment_intent) and answer.payment_intent.status == "processing"


def method_of(intent: stripe.PaymentIntent | None) -> str:
    charge = intent.latest_charge if intent else None
    return charge.payment_method_details.type if charge else ""


def failure_of(intent: stripe.PaymentIntent | None) -> str:
    """The provider's word for why the last try to pay came to nothing."""
    error = intent.last_payment_error if intent else None
    return (word(error, "decline_code") or word(error, "code")) if error else ""


def create_refund(parameters: dict, *, key: str) -> ProviderRefund:
    with provider() as ask:
        return read_refund(
            ask.v1.refunds.create(in_one_order(parameters), {"idempotency_key": key})
        )


def refund(refund_id: str) -> ProviderRefund:
    with provider() as ask:
        return read_refund(ask.v1.refunds.retrieve(refund_id))


def find_refund(*, key: str, intent_id: str) -> ProviderRefund | None:
    """The refund that was made under a key too old to be sent again."""
    with provider() as ask:
        made = ask.v1.refunds.list({"payment_intent": intent_id, "limit": 100})
        for found in made.auto_paging_iter():
            if word(found.metadata, "refund") == key:
                return read_refund(found)
    return None


def read_refund(answer: stripe.Refund) -> ProviderRefund:
    return ProviderRefund(
        id=answer.id, status=answer.status, failure=word(answer, "failure_reason")
    )


def events_since(moment: datetime) -> list[Event]:
    with provider() as ask:
        since = {"created": {"gte": int(moment.timestamp())}, "limit": 100}
        return [read_event(event) for event in ask.v1.events.list(since).auto_paging_iter()]


def signed_event(body: bytes, signature: str) -> Event:
    """The event in a message, or Forged. The one function here that asks nobody."""
    asked = client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)
    try:
        return read_event(asked.construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET))
    except (ValueError, stripe.SignatureVerificationError) as error:
        raise Forged(str(error)) from error


def read_event(answer: stripe.Event) -> Event:
    return Event(
        id=answer.id,
        kind=answer.type,
        happened_at=datetime.fromtimestamp(answer.created, UTC),
        body=answer.to_dict(),
    )


def word(answer, name: str) -> str:
    """A field that answers need not have."""
    return getattr(answer, name, None) or ""
