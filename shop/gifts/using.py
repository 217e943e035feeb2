"""What a sponsor pays of an order, and what comes back of it."""

from collections.abc import Mapping
from datetime import date

from allauth.account.models import EmailAddress
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.gifts.models import Grant, Return, Use, Voucher
from shop.money import yuan

# The payment provider takes no less: what is left to pay is that much, or nothing.
LEAST_PAYMENT_FEN = 400


class NotUsable(Exception):
    """Why a code pays nothing of this order, in words for who typed it."""


def voucher_of(code: str, *, on: date) -> Voucher:
    """Raises NotUsable."""
    vouchers = Voucher.objects.select_related("grant__organisation", "grant__cooperative")
    found = vouchers.filter(code=code, grant__in=Grant.objects.good_on(on)).first()
    if found is None:
        raise NotUsable(_("This code is not valid, or not valid today."))
    return found


def quota_of(user: User, *, on: date) -> str:
    """The code of a quota that was mailed to somebody who has shown that the address is theirs; it
    holds for any order, so it may stand in the form before they ask for it."""
    if not user.is_authenticated:
        return ""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    good = Grant.objects.good_on(on).filter(kind=Grant.Kind.QUOTA, least_goods_fen=0)
    mine = Voucher.objects.filter(
        email__in=addresses, grant__in=good, left_fen__gt=0, uses_left__gt=0
    )
    return mine.order_by("grant__ends_on", "id").values_list("code", flat=True).first() or ""


def share_of(voucher: Voucher, *, goods: Mapping[int, int], freight_fen: int) -> int:
    """Fen the sponsor pays of an order. `goods` has fen by the id of the cooperative: one of them
    pays for its own goods, an organisation for all of the order. Raises NotUsable."""
    grant = voucher.grant
    total = sum(goods.values()) + freight_fen
    mine = grant.cooperative_id
    covered_goods = goods.get(mine, 0) if mine else sum(goods.values())
    if covered_goods < max(grant.least_goods_fen, 1):
        raise NotUsable(too_little(grant))
    if not voucher.uses_left or not voucher.left_fen:
        raise NotUsable(used_up())
    covered = covered_goods if mine else total
    share = min(voucher.each_fen, voucher.left_fen, covered)
    if 0 < total - share < LEAST_PAYMENT_FEN:
        share = total - LEAST_PAYMENT_FEN
    if share <= 0:
        raise NotUsable(_("This order costs too little for it."))
    return share


def too_little(grant: Grant) -> str:
    least = yuan(grant.least_goods_fen)
    if not grant.cooperative:
        return _("This code is for orders of goods for ¥%(least)s or more.") % {"least": least}
    said = _("This code is for goods of %(cooperative)s, for ¥%(least)s or more.")
    return said % {"cooperative": grant.sponsor_name, "least": least}


def used_up() -> str:
    return _("Nothing is left of this code.")


def use(voucher: Voucher, *, fen: int, order_code: str, phone: str) -> None:
    """Take it off the voucher, in the order's transaction and after its lots. Raises NotUsable."""
    # One statement tests and takes; until the transaction ends the row is this order's, so that
    # what is asked next of its uses stays true.
    not_stopped = Grant.objects.filter(stopped_at=None)
    left = Voucher.objects.filter(
        pk=voucher.pk, grant__in=not_stopped, uses_left__gte=1, left_fen__gte=fen
    )
    if not left.update(uses_left=F("uses_left") - 1, left_fen=F("left_fen") - fen):
        raise NotUsable(used_up())
    digest = salted_hmac("voucher", phone, algorithm="sha256").hexdigest()
    once_each = voucher.grant.kind == Grant.Kind.COUPON
    if once_each and voucher.uses.standing().filter(phone_digest=digest).exists():
        raise NotUsable(_("This coupon was used with this phone number already."))
    Use.objects.create(
        voucher=voucher,
        order_code=order_code,
        phone_digest=digest,
        amount_fen=fen,
        at=timezone.now(),
    )


def use_again(order_code: str, *, phone: str) -> None:
    """Of an order that was let go and finds late money. Raises NotUsable."""
    last = last_use(order_code)
    use(last.voucher, fen=last.amount_fen, order_code=order_code, phone=phone)


def give_all_back(order_code: str) -> None:
    """The order is let go before it was paid: so that another may use what it took."""
    last = last_use(order_code)
    give_back(order_code, fen=last.amount_fen, source=f"let_go:{last.pk}")


def give_back(order_code: str, *, fen: int, source: str) -> None:
    """Fen of what a sponsor paid go back to the voucher, once for each source. Call with the order
    locked."""
    used = last_use(order_code)
    _row, new = Return.objects.get_or_create(
        source=source, defaults={"use": used, "amount_fen": fen, "at": timezone.now()}
    )
    if new:
        whole = int(fen == used.amount_fen)
        Voucher.objects.filter(pk=used.voucher_id).update(
            left_fen=F("left_fen") + fen, uses_left=F("uses_left") + whole
        )


def last_use(order_code: str) -> Use:
    uses = Use.objects.select_related("voucher__grant")
    return uses.filter(order_code=order_code).latest("id")
