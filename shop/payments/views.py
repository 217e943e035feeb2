from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cms.users.doors import signed_in
from shop.buyers.forms import ApprovalForm
from shop.buyers.views import kept_by, members_of, show
from shop.orders.doors import hand_key, is_own, order_for
from shop.orders.models import Order
from shop.orders.views import page_of
from shop.payments import stripe
from shop.payments.approving import CannotDecide, approve, refuse, set_rule
from shop.payments.cancelling import CannotCancel, cancel
from shop.payments.declines import in_words
from shop.payments.models import Payment
from shop.payments.paying import NotApproved, NotPayable, NotStarted, settle, start

LONGEST_REASON = 300


@require_POST
def payment(request: HttpRequest, code: str) -> HttpResponse:
    """To the provider's page."""
    order = order_for(request, code)
    try:
        begun = start(
            order, on_phone=is_phone(request), site=request.build_absolute_uri("/").rstrip("/")
        )
    except NotApproved:
        messages.info(request, approved_first())
    except NotPayable:
        messages.info(request, _("This order can't be paid, or can't be paid any more."))
    except NotStarted:
        messages.error(
            request,
            _("The payment provider did not accept this payment. You have not been charged."),
        )
    except stripe.Unreachable:
        messages.error(request, not_reached())
    else:
        if begun.status == Payment.Status.OPEN:
            return redirect(begun.session_url)
        messages.success(request, _("The order is paid in full by its sponsor."))
    return redirect(order)


def approved_first() -> str:
    return _("A colleague has to approve this order before it is paid.")


def is_phone(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    return any(word in agent for word in ("Mobile", "Android", "iPhone", "HarmonyOS"))


def not_reached() -> str:
    return _("The payment provider does not answer at the moment. Try again in a minute.")


@require_GET
@never_cache
def payment_return(request: HttpRequest, code: str) -> HttpResponse:
    """Where the provider sends the buyer. That somebody comes here says nothing: it is asked."""
    order, last = returned_to(request, code)
    if last:
        try:
            last = settle(last)
        except stripe.Unreachable:
            messages.warning(request, not_reached())
        order = last.order
    if waits_for_word(order, last) and "left" not in request.GET:
        response = render(request, "payments/return.html", {"order": order})
    else:
        say_how_it_stands(request, order, last)
        # Who has paid sees the order at once; who has not goes on from its own address.
        paid = order.status == Order.Status.PAID and is_own(request, order)
        response = page_of(request, order) if paid else redirect(order)
    hand_key(request, response, order)
    return response


def returned_to(request: HttpRequest, code: str) -> tuple[Order, Payment | None]:
    """The order and its last payment. A wallet may lead back into another browser, which holds no
    key: it is in the address."""
    if key := request.GET.get("key", "").replace("\0", ""):
        payments = Payment.objects.filter(order__code=code, order__key=key)
        last = get_object_or_404(payments.select_related("order").order_by("-id")[:1])
        return last.order, last
    order = order_for(request, code)
    return order, order.payments.last()


def waits_for_word(order: Order, last: Payment | None) -> bool:
    open_still = last is not None and last.status in Payment.OPEN and not last.by_transfer
    return order.status == Order.Status.PLACED and open_still


def say_how_it_stands(request: HttpRequest, order: Order, last: Payment | None) -> None:
    if order.status == Order.Status.PLACED:
        if last and last.failure:
            messages.error(request, in_words(last.failure))
        until = date_format(localtime(order.held_until), "Y-m-d H:i")
        messages.info(
            request,
            _("This order is not paid yet. The goods are held for you until %(time)s (China time).")
            % {"time": until},
        )
    elif order.status == Order.Status.PAID:
        messages.success(request, _("Thank you: your payment has been received."))
    elif order.status == Order.Status.EXPIRED:
        messages.warning(
            request,
            _(
                "The time to pay was over and the goods were let go. Whatever you paid since is "
                "returned to you."
            ),
        )


@require_POST
@login_required
def approval_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """By a keeper of the organisation: who approves its orders, and which."""
    its = kept_by(request, pk)
    form = ApprovalForm(request.POST, organisation=its, members=members_of(its))
    if not form.is_valid():
        return show(request, its, approval_form=form)
    approvers = form.cleaned_data["approvers"]
    set_rule(its, from_fen=form.from_fen, approvers=approvers, by=request.user)
    messages.success(request, _("It holds for orders placed from now on."))
    return redirect("organisation", pk)


@require_POST
@login_required
def approval(request: HttpRequest, code: str) -> HttpResponse:
    order = to_decide(request, code)
    try:
        approve(order, by=request.user)
    except CannotDecide as cannot:
        messages.error(request, str(cannot.args[0]))
    else:
        messages.success(request, _("You approved the order: who placed it is told, and can pay."))
    return redirect(order)


@require_POST
@login_required
def refusal(request: HttpRequest, code: str) -> HttpResponse:
    order, reason = to_decide(request, code), reason_in(request)
    if not reason:
        messages.error(request, _("Please say why: who placed the order is told the reason."))
        return redirect(order)
    try:
        refuse(order, by=request.user, reason=reason)
    except CannotDecide as cannot:
        messages.error(request, str(cannot.args[0]))
    else:
        messages.success(
            request, _("You refused the order: who placed it is told, and the goods are released.")
        )
    return redirect(order)


def to_decide(request: HttpRequest, code: str) -> Order:
    """That of a colleague, for whoever approves the orders of their organisation."""
    return get_object_or_404(Order.objects.decided_by(request.user), code=code)


@require_POST
def cancellation(request: HttpRequest, code: str) -> HttpResponse:
    order = order_for(request, code)
    try:
        cancel(order, by=signed_in(request), reason=reason_in(request))
    except CannotCancel as cannot:
        messages.error(request, str(cannot.args[0]))
    except stripe.Unreachable:
        messages.error(request, not_reached())
    else:
        messages.success(request, _("The order is cancelled."))
    return redirect(order)


def reason_in(request: HttpRequest) -> str:
    return request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]
