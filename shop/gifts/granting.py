"""A sponsor puts money up, an operator says that it is there, and the codes go out."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.gifts.models import Grant, Voucher
from shop.money import yuan
from shop.notices.telling import tell

# None of them looks like another.
ALPHABET = "3479ACDEFGHJKMNPQRTUWXY"


class AlreadyDecided(Exception):
    """Somebody confirmed or stopped it before."""


@transaction.atomic
def grant_coupon(grant: Grant, *, each_fen: int, uses: int) -> Grant:
    """One code: so often, so much off an order at most."""
    grant.kind, grant.budget_fen = Grant.Kind.COUPON, each_fen * uses
    grant.save()
    voucher(grant, each_fen=each_fen, left_fen=each_fen * uses, uses_left=uses).save()
    return grant


# How many orders a person may divide a quota among.
MOST_ORDERS = 1000


@transaction.atomic
def grant_quota(grant: Grant, *, each_fen: int, emails: Sequence[str]) -> Grant:
    """A code for each person, to be used up in as many orders as they like."""
    grant.kind, grant.budget_fen = Grant.Kind.QUOTA, each_fen * len(emails)
    grant.save()
    Voucher.objects.bulk_create(
        voucher(grant, email=email, each_fen=each_fen, left_fen=each_fen, uses_left=MOST_ORDERS)
        for email in emails
    )
    return grant


def voucher(grant: Grant, **fields) -> Voucher:
    return Voucher(grant=grant, code=get_random_string(10, ALPHABET), **fields)


@transaction.atomic
def confirm(grant: Grant, *, by: User) -> None:
    """The sponsor's money is there: the codes are good, and of a quota go out. Raises
    AlreadyDecided."""
    decide(grant, confirmed_by=by, confirmed_at=timezone.now())
    for one in grant.vouchers.exclude(email=""):
        mail(grant, one)


def stop(grant: Grant, *, by: User) -> None:
    """Its codes are good no longer; what was used stays. Raises AlreadyDecided."""
    decide(grant, stopped_by=by, stopped_at=timezone.now())


def decide(grant: Grant, **decision) -> None:
    nobody_did = dict.fromkeys(decision)
    open_still = Grant.objects.filter(pk=grant.pk, **{"stopped_at": None, **nobody_did})
    if not open_still.update(**decision):
        raise AlreadyDecided


def mail(grant: Grant, one: Voucher) -> None:
    with translation.override("zh-hans"):
        subject = _("%(sponsor)s: %(amount)s yuan for you at Shanhuo") % {
            "sponsor": grant.sponsor_name,
            "amount": yuan(one.each_fen),
        }
        body = _(
            "%(what)s. Your code: %(code)s\n\nGive it at the checkout, in one order or in several, "
            "until %(until)s:\n%(link)s"
        ) % {
            "what": grant.name_zh,
            "code": one.code,
            "until": grant.ends_on.isoformat(),
            "link": settings.SITE_URL,
        }
    tell(
        key=f"voucher:{one.code}",
        email=one.email,
        language="zh-hans",
        subject=subject,
        body=body + "\n",
    )
