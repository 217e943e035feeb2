"""A buyer who is not content with the cooperative's answer turns to the operator, who decides."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.claims.answering import ask_for_the_money, give_money_back
from shop.claims.models import Claim, ClaimEvent
from shop.claims.telling import tell_both
from shop.notices.telling import tell_operators


class CannotAppeal(Exception):
    """In words for the buyer."""


class DecidedAlready(Exception):
    """In words for the operator."""


@transaction.atomic
def appeal(claim: Claim, *, reason: str, by=None) -> None:
    """Raises CannotAppeal."""
    claim = Claim.objects.locked(claim.pk)
    if not claim.is_appealable:
        raise CannotAppeal(_("The operator can no longer be asked about this claim."))
    claim.happened(ClaimEvent.Kind.APPEALED, at=timezone.now(), by=by, reason=reason)
    tell_operators(
        key=f"claim:{claim.pk}:appealed",
        write=lambda: _("A buyer asks you to decide a claim") + f"\n{claim.code}",
    )


def grant(claim: Claim, *, reason: str, by) -> None:
    """The buyer is right: the money goes back. Raises DecidedAlready."""
    with transaction.atomic():
        claim = to_decide(claim)
        give_money_back(claim, by=by)
        claim.happened(ClaimEvent.Kind.GRANTED, at=timezone.now(), by=by, reason=reason)
        tell_both(claim, ClaimEvent.Kind.GRANTED, reason=reason)
    ask_for_the_money(claim)


@transaction.atomic
def dismiss(claim: Claim, *, reason: str, by) -> None:
    """The cooperative's answer stands. Raises DecidedAlready."""
    claim = to_decide(claim)
    claim.happened(ClaimEvent.Kind.DISMISSED, at=timezone.now(), by=by, reason=reason)
    tell_both(claim, ClaimEvent.Kind.DISMISSED, reason=reason)


def to_decide(claim: Claim) -> Claim:
    claim = Claim.objects.locked(claim.pk)
    if claim.status != Claim.Status.APPEALED:
        raise DecidedAlready(
            _("Claim %(code)s is not to be decided: %(state)s.")
            % {"code": claim.code, "state": claim.get_status_display()}
        )
    return claim
