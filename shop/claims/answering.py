"""The cooperative answers a claim: it accepts, sends again or refuses. Not answered in time, a
claim is accepted."""

from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.claims.models import Claim, ClaimEvent
from shop.claims.telling import tell_both, tell_buyer_of
from shop.delivery.models import Carrier
from shop.delivery.shipping import record, tidy
from shop.payments import refunding, stripe


class AnsweredAlready(Exception):
    """Somebody was faster; in words for who wanted to answer."""


def accept(claim: Claim, *, by) -> None:
    """The money for the packs goes back. Raises AnsweredAlready."""
    settle(claim, ClaimEvent.Kind.ACCEPTED, by=by)


def unanswered():
    return Claim.objects.filter(status__in=Claim.UNANSWERED, answer_by__lte=timezone.now())


def accept_unanswered(claim: Claim) -> None:
    # The cooperative may have been faster.
    with suppress(AnsweredAlready):
        settle(claim, ClaimEvent.Kind.UNANSWERED)


def settle(claim: Claim, kind: str, *, by=None) -> None:
    with transaction.atomic():
        claim = to_answer(claim)
        give_money_back(claim, by=by)
        claim.happened(kind, at=timezone.now(), by=by)
        tell_both(claim, kind)
    ask_for_the_money(claim)


@transaction.atomic
def send_again(claim: Claim, *, carrier: Carrier, number: str, by) -> None:
    """New goods are under way, under a waybill of the same parcel. They are not sold: no grams of
    a lot are counted for them. Raises AnsweredAlready, or delivery's CannotShip for a number that
    can be none."""
    claim = to_answer_in_time(claim)
    now, number = timezone.now(), tidy(number)
    record(claim.parcel, carrier, number, by=by, at=now)
    claim.happened(ClaimEvent.Kind.RESENT, at=now, by=by, reason=f"{carrier.name_zh} {number}")
    tell_buyer_of(claim, ClaimEvent.Kind.RESENT, carrier=carrier, number=number)


@transaction.atomic
def refuse(claim: Claim, *, reason: str, by) -> None:
    """Raises AnsweredAlready."""
    claim = to_answer_in_time(claim)
    claim.happened(ClaimEvent.Kind.REFUSED, at=timezone.now(), by=by, reason=reason)
    tell_buyer_of(claim, ClaimEvent.Kind.REFUSED, reason=reason)


def to_answer(claim: Claim) -> Claim:
    claim = Claim.objects.locked(claim.pk)
    if not claim.is_unanswered:
        raise AnsweredAlready(
            _("Claim %(code)s is answered already: %(state)s.")
            % {"code": claim.code, "state": claim.get_status_display()}
        )
    return claim


def to_answer_in_time(claim: Claim) -> Claim:
    """Once the time is over it counts as accepted, whenever a tick comes to it."""
    claim = to_answer(claim)
    if claim.answer_by <= timezone.now():
        raise AnsweredAlready(
            _("Claim %(code)s was not answered in time: it is accepted.") % {"code": claim.code}
        )
    return claim


def give_money_back(claim: Claim, *, by=None) -> None:
    """By rule: the share of the packs, at most what is left of each line. Call with the claim
    locked, before its event, and `ask_for_the_money` after the commit."""
    claim.refund = refunding.want_back(
        claim.order,
        {part.line_id: part.amount_fen for part in claim.lines.all()},
        reason=claim.code,
        by=by,
    )


def ask_for_the_money(claim: Claim) -> None:
    if claim.refund:
        # It is written down: if nobody answers now, a tick asks again.
        with suppress(stripe.Unreachable):
            refunding.follow_up(claim.refund)
