"""Money that sponsors put up, with an operator's word that it is there."""

from datetime import timedelta

from django.utils import timezone

from cms.users.models import User
from shop.gifts.granting import confirm, grant_coupon, grant_quota
from shop.models import Grant, Voucher


def grant(*, confirmed: bool = True, each_fen: int = 1000, uses=2, emails=(), **fields) -> Grant:
    by = User.objects.get_or_create(email="sponsor@shanhuo.example")[0]
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=30)}
    made = Grant(made_by=by, **{"name_zh": "消费帮扶", **days, **fields})
    if emails:
        grant_quota(made, each_fen=each_fen, emails=emails)
    else:
        grant_coupon(made, each_fen=each_fen, uses=uses)
    if confirmed:
        confirm(made, by=by)
    return made


def coupon(**fields) -> Voucher:
    return grant(**fields).vouchers.get()


def quota(**fields) -> Voucher:
    return grant(emails=["worker@shanhuo.example"], **fields).vouchers.get()
