"""Somebody leaves: what says who they are goes, what the books need stays without a name (PIPL
art. 47). The ledger holds no person, so no figure changes."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.account.models import DataRequest
from shop.basket.models import Basket
from shop.buyers.membership import LastKeeper, end
from shop.claims.models import Claim
from shop.gifts.models import Voucher
from shop.invoices.forgetting import forget_requests
from shop.notices.models import Notice
from shop.orders.forgetting import forget_buyer
from shop.orders.models import Order
from shop.payments.models import Refund

OPEN_ORDERS = (*Order.UNPAID, Order.Status.PAID, Order.Status.SHIPPED)
OPEN_CLAIMS = (*Claim.UNANSWERED, Claim.Status.ANNOUNCED, Claim.Status.APPEALED)
MOST_NAMED = 5


class CannotErase(Exception):
    """With the reasons, in words for who asked."""

    def __init__(self, reasons: list[str]):
        super().__init__(*reasons)
        self.reasons = reasons


@transaction.atomic
def erase(user: User) -> None:
    """Raises CannotErase, and then nothing is changed."""
    user = User.objects.select_for_update().get(pk=user.pk)
    orders = list(Order.objects.select_for_update().filter(buyer=user).order_by("pk"))
    if reasons := list(obstacles(user)):
        raise CannotErase(reasons)
    leave_organisations(user)
    now = timezone.now()
    forget_buyer(orders, by=user, at=now)
    forget_requests(user)
    take_away_what_is_ones_own(user)
    user.data_requests.create(kind=DataRequest.Kind.ERASURE, at=now, orders=len(orders))
    make_nobody_of(user)


def obstacles(user: User) -> Iterator[str]:
    """What has to come to its end before."""
    orders = user.orders.filter(status__in=OPEN_ORDERS)
    if codes := list(orders.values_list("code", flat=True)):
        yield _("These orders are not finished: %s. Wait until they came, or cancel them.") % (
            named(codes)
        )
    unfinished = Q(status__in=(Refund.Status.WANTED, Refund.Status.PENDING))
    failed = Q(status=Refund.Status.FAILED, followed_by=None)
    refunds = Refund.objects.filter(unfinished | failed, order__buyer=user)
    if codes := list(refunds.values_list("order__code", flat=True).distinct()):
        yield _("Money of these orders is on its way back to you: %s.") % named(codes)
    claims = Claim.objects.filter(order__buyer=user, status__in=OPEN_CLAIMS)
    if codes := [claim.code for claim in claims.select_related("order")]:
        yield _("These claims are not decided: %s.") % named(codes)
    if works(user):
        yield _("You work for others with this account. Ask them to end that first.")


def named(codes: list[str]) -> str:
    return ", ".join(codes[:MOST_NAMED]) + (" …" if len(codes) > MOST_NAMED else "")


def works(user: User) -> bool:
    """At a desk, at a counter, for a region, in the admin or as an operator."""
    return (
        user.is_operator
        or user.has_perm("wagtailadmin.access_admin")
        or user.desks.at_work().exists()
        or user.counters.at_work().exists()
        or user.postings.in_force().exists()
    )


def leave_organisations(user: User) -> None:
    for member in user.memberships.filter(ended_at=None).select_related("organisation"):
        try:
            end(member)
        except LastKeeper:
            raise CannotErase(
                [
                    _("Nobody else keeps the list of members of %s. Name somebody first.")
                    % member.organisation
                ]
            ) from None


def take_away_what_is_ones_own(user: User) -> None:
    Notice.objects.filter(Q(user=user) | Q(email=user.email)).delete()
    Basket.objects.filter(user=user).delete()
    # What they said of goods stays, signed with one character of a name.
    user.reviews.update(by=None)
    for own in (user.addresses, user.favourites, user.notice_choices):
        own.all().delete()
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    own_mail = {address.lower() for address in (user.email, *addresses)}
    Voucher.objects.filter(email__in=own_mail).update(email="")
    for of_signing_in in (EmailAddress, Authenticator):
        of_signing_in.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    UserSession.objects.filter(user=user).delete()


def make_nobody_of(user: User) -> None:
    """The row stays, since orders and events name it."""
    user.email = f"erased-{user.pk}@shanhuo.invalid"
    user.first_name, user.last_name = "", "已注销用户"
    user.phone, user.phone_verified = "", False
    user.is_active = False
    user.set_unusable_password()
    user.save()
