"""An order is paid when the provider says so. What it says is asked, and taken under a lock; who
asks, how often and in what order makes no difference."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.orders.fulfilling import become_paid, hold_again
from shop.orders.models import Order, OrderEvent
from shop.orders.telling import tell_buyer
from shop.payments import refunding, stripe
from shop.payments.alarm import alarm
from shop.payments.declines import in_words
from shop.payments.models import Payment, Refund
from shop.payments.stripe import Session

# The provider's least is 30 minutes from when it hears of it.
SESSION_LASTS = timedelta(minutes=31)
HOLD_LASTS = timedelta(minutes=35)
# Each page holds the goods for longer: nobody keeps them from others for ever without paying.
MOST_PAGES = 5
METHODS = ["card", "alipay", "wechat_pay"]
METHODS_ON_PHONE = ["alipay", "wechat_pay", "card"]
# The provider's most is 100, delivery among them.
MOST_LINES = 99

log = logging.getLogger(__name__)


class NotPayable(Exception):
    """The order does not wait for payment, or has waited for long enough."""


class NotApproved(NotPayable):
    """A colleague has to approve the order before."""


class NotStarted(Exception):
    """The provider takes no payment for this order."""


def start(order: Order, *, on_phone: bool = False, site: str = settings.SITE_URL) -> Payment:
    """The open payment of an order, on whose page the buyer can pay now; where a sponsor pays all
    of it, one that is paid. Asks the provider: raises NotPayable, NotStarted or
    stripe.Unreachable."""
    payment = begin(order, on_phone=on_phone, site=site)
    if payment.status == Payment.Status.PAID:
        return payment
    known = payment.session_id
    payment = settle(payment)
    if known and payment.status != Payment.Status.OPEN:
        # The page that was open is over: another, unless it turns out to be paid.
        payment = settle(begin(order, on_phone=on_phone, site=site))
    if payment.status != Payment.Status.OPEN:
        raise NotStarted(payment.failure)
    return payment


@transaction.atomic
def begin(order: Order, *, on_phone: bool, site: str) -> Payment:
    """Write down what will be asked of the provider. It is committed before it is asked, so that
    after a crash the same is asked again."""
    order = Order.objects.locked(order.pk)
    earlier = list(order.payments.all())
    refuse_unless_payable(order)
    if any(payment.status == Payment.Status.WRONG for payment in earlier):
        raise NotPayable(order.code)
    for payment in earlier:
        if payment.status in Payment.OPEN and payment.by_transfer:
            give_up(payment)
        elif payment.status in Payment.OPEN:
            return payment
    if len(earlier) >= MOST_PAGES:
        raise NotPayable(order.code)
    now = timezone.now()
    if not order.due_fen:
        return pay_by_sponsor(order, at=now)
    order.held_until = max(order.held_until, now + HOLD_LASTS)
    order.save(update_fields=["held_until"])
    key = f"pay-{order.code}-{get_random_string(16)}"
    expires_at = now + SESSION_LASTS
    return order.payments.create(
        amount_fen=order.due_fen,
        call_key=key,
        call_parameters=session_parameters(
            order, key=key, expires_at=expires_at, on_phone=on_phone, site=site
        ),
        started_at=now,
        expires_at=expires_at,
    )


def refuse_unless_payable(order: Order) -> None:
    """What any way to pay asks first. Raises NotPayable."""
    if order.status == Order.Status.TO_APPROVE:
        raise NotApproved(order.code)
    if order.status != Order.Status.PLACED:
        raise NotPayable(order.code)


def pay_by_sponsor(order: Order, *, at: datetime) -> Payment:
    """Nothing is left to pay, so nobody is asked. Call with the order locked."""
    payment = order.payments.create(
        amount_fen=0,
        status=Payment.Status.PAID,
        method=Payment.SPONSORED,
        call_key=f"sponsored-{order.code}",
        call_parameters={},
        started_at=at,
        expires_at=at,
        paid_at=at,
    )
    become_paid(order, at=at)
    tell_buyer(order, "paid")
    return payment


def session_parameters(
    order: Order, *, key: str, expires_at: datetime, on_phone: bool, site: str
) -> dict:
    """The payment page as the provider is to show it. On a phone Alipay is one tap away."""
    with translation.override(order.language):
        back = site + reverse("payment_return", args=[order.code])
        # Somebody without an account may come back in another browser.
        back += f"?{urlencode({} if order.buyer_id else {'key': order.key})}"
        return {
            "mode": "payment",
            "allowed_payment_method_types": METHODS_ON_PHONE if on_phone else METHODS,
            "payment_method_options": {"wechat_pay": {"client": "web"}},
            "line_items": line_items(order),
            "client_reference_id": order.code,
            "customer_email": order.email,
            "metadata": {"order": order.code, "payment": key},
            "payment_intent_data": {"metadata": {"order": order.code, "payment": key}},
            "success_url": back,
            "cancel_url": f"{back}&left=1",
            "expires_at": int(expires_at.timestamp()),
            "locale": "en" if order.language == "en" else "zh",
            **stripe.WITH_INTENT,
        }


def line_items(order: Order) -> list[dict]:
    items = [(name, packs, fen) for name, packs, fen in asked_for(order) if fen]
    return [
        {
            "quantity": quantity,
            "price_data": {
                "currency": stripe.CURRENCY,
                "unit_amount": fen,
                "product_data": {"name": name},
            },
        }
        for name, quantity, fen in items
    ]


def asked_for(order: Order) -> list[tuple[str, int, int]]:
    """Name, quantity and fen of what the page lists. Where a sponsor pays a part, the lines would
    add up to more than is asked for."""
    if order.sponsored_fen:
        name = _("Order %(code)s, less what is paid for you") % {"code": order.code}
        return [(name, 1, order.due_fen)]
    lines = list(order.lines.all())
    items = [(line.product_name, line.packs, line.price_fen) for line in lines]
    if len(items) > MOST_LINES:
        items = [(_("Goods of order %(code)s") % {"code": order.code}, 1, order.goods_fen)]
    return [*items, (_("Freight"), 1, order.freight_fen)]


def settle(payment: Payment) -> Payment:
    """Ask the provider how a payment stands, and take what it says. One that was never heard of
    since it was begun is asked for again, with the same key. Raises stripe.Unreachable."""
    if payment.status in Payment.DECIDED or payment.by_transfer:
        return payment
    return taken(payment, ask(payment))


def close(payment: Payment) -> Payment:
    """End a payment at the provider, so that nobody can pay it any more. It may turn out to be
    paid, or to be on its way: then it is left as it is."""
    if payment.by_transfer:
        return give_up(payment)
    payment = settle(payment)
    if payment.status != Payment.Status.OPEN:
        return payment
    try:
        return taken(payment, stripe.expire_session(payment.session_id))
    except stripe.Refused:
        return settle(payment)


@transaction.atomic
def give_up(payment: Payment) -> Payment:
    """Nobody waits for a transfer any longer; one that comes all the same is found by its code."""
    Order.objects.locked(payment.order_id)
    waiting = Payment.objects.filter(pk=payment.pk, status__in=Payment.OPEN)
    waiting.update(status=Payment.Status.EXPIRED)
    payment.refresh_from_db()
    return payment


def ask(payment: Payment) -> Session | str:
    """The provider's page for a payment, or why it has none."""
    key = payment.call_key
    try:
        if payment.session_id:
            return stripe.session(payment.session_id)
        if payment.started_at > timezone.now() - stripe.KEY_LASTS:
            return stripe.create_session(payment.call_parameters, key=key)
    except stripe.Refused as refused:
        return str(refused)
    found = stripe.find_session(key=key, created_from=payment.started_at)
    return found or "The provider never heard of it."


def taken(payment: Payment, answer: Session | str) -> Payment:
    with transaction.atomic():
        order = Order.objects.locked(payment.order_id)
        payment = Payment.objects.select_for_update().get(pk=payment.pk)
        payment.order = order
        refund = take(order, payment, answer)
        payment.save()
    if refund:
        # It is written down: if nobody answers now, a tick asks again.
        with suppress(stripe.Unreachable):
            refunding.follow_up(refund)
    return payment


def take(order: Order, payment: Payment, answer: Session | str) -> Refund | None:
    """Let a payment be as the provider says it is, once. Returns the refund of money that found
    its goods gone. Call with order and payment locked."""
    if payment.status in Payment.DECIDED:
        return None
    if isinstance(answer, str):
        log.warning("Payment %s of order %s: %s", payment.call_key, order.code, answer)
        payment.status, payment.failure = Payment.Status.EXPIRED, "not_accepted"
        return None
    payment.session_id, payment.session_url = answer.id, answer.url
    payment.intent_id, payment.method = answer.intent_id, answer.method
    if answer.paid:
        return confirm(order, payment, answer)
    if answer.failure and answer.failure != payment.failure:
        payment.failure = answer.failure
        with translation.override(order.language):
            reason = str(in_words(answer.failure))
        order.happened(OrderEvent.Kind.PAYMENT_FAILED, at=timezone.now(), reason=reason)
    payment.status = Payment.Status.EXPIRED if answer.over else Payment.Status.OPEN
    return None


def confirm(order: Order, payment: Payment, answer: Session) -> Refund | None:
    now = timezone.now()
    payment.paid_at = now
    if (answer.amount_fen, answer.currency) != (payment.amount_fen, stripe.CURRENCY):
        payment.status = Payment.Status.WRONG
        alarm(
            f"payment:{payment.pk}",
            format_lazy(
                gettext_lazy(
                    "Order {code}: the provider took {taken} {currency} instead of {asked} "
                    "{our_currency}, in hundredths. It is not taken as paid."
                ),
                code=order.code,
                taken=answer.amount_fen,
                currency=answer.currency.upper(),
                asked=payment.amount_fen,
                our_currency=stripe.CURRENCY.upper(),
            ),
        )
        return None
    payment.status, payment.failure = Payment.Status.PAID, ""
    # Its goods were let go before the money came: they are held again, or it goes back.
    let_go = order.status == Order.Status.EXPIRED
    if order.status == Order.Status.PLACED or (let_go and hold_again(order)):
        become_paid(order, at=now)
        tell_buyer(order, "paid")
        return None
    payment.save()
    with translation.override(order.language):
        reason = _("The goods were gone when the money came.")
    return refunding.want_all_back(payment, reason=reason)
