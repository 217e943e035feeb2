"""A copy of all that is kept about somebody (PIPL art. 45), made at once: JSON for machines, tables
for people."""

import io
import json
import zipfile
from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from cms.users.models import User
from shop.account.models import DataRequest
from shop.claims.models import Claim
from shop.invoices.forgetting import of_person
from shop.invoices.models import Invoice, InvoiceRequest
from shop.money import yuan
from shop.orders.models import OrderEvent, OrderLine
from shop.payments.models import Payment, Refund
from shop.reviews.models import Review
from shop.statistics.exports import as_csv

PROFILE = (
    *("email", "last_name", "first_name", "phone", "phone_verified", "language", "date_joined"),
)
ORDER = (
    *("code", "status", "placed_at", "email", "receiver", "phone", "destination_name", "street"),
    *("gift_message", "gift_from", "goods_fen", "freight_fen", "total_fen"),
    *("fresh_terms_at", "fresh_terms_version", "language"),
)
LINE = (
    *("number", "product_zh", "origin_name", "cooperative_zh"),
    *("net_g", "packs", "price_fen", "amount_fen"),
)


@transaction.atomic
def copy_for(user: User) -> bytes:
    """A ZIP; that it was taken is written down."""
    told = all_about(user)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        said = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("my-data.json", said)
        for name in ("orders", "order_lines", "addresses"):
            archive.writestr(f"{name}.csv", table(told[name]))
    user.data_requests.create(
        kind=DataRequest.Kind.EXPORT, at=timezone.now(), orders=len(told["orders"])
    )
    return packed.getvalue()


def all_about(user: User) -> dict[str, object]:
    of_orders = {"order__buyer": user}
    code = {"order_code": F("order__code")}
    return {
        "profile": {name: getattr(user, name) for name in PROFILE},
        "orders": rows(user.orders.all(), *ORDER),
        "order_lines": rows(OrderLine.objects.filter(**of_orders), *LINE, **code),
        "events": rows(OrderEvent.objects.filter(**of_orders), "kind", "at", "reason", **code),
        "payments": rows(
            Payment.objects.filter(**of_orders), "amount_fen", "status", "method", "paid_at", **code
        ),
        "refunds": rows(
            Refund.objects.filter(**of_orders),
            "amount_fen",
            "status",
            "reason",
            "asked_at",
            "confirmed_at",
            **code,
        ),
        "claims": rows(
            Claim.objects.filter(**of_orders), "kind", "status", "reason", "reported_at", **code
        ),
        "invoices_asked_for": rows(of_person(user), *InvoiceRequest.SAID, "asked_at", **code),
        "invoices": rows(
            Invoice.objects.filter(request__in=of_person(user)),
            "number",
            "amount_fen",
            "issued_at",
            order_code=F("request__order__code"),
        ),
        "reviews": rows(Review.objects.filter(by=user), "product__name_zh", "stars", "text", "at"),
        "addresses": rows(
            user.addresses.all(), "receiver", "phone", "place__name_zh", "street", "used_at"
        ),
        "favourites": rows(user.favourites.all(), "product__name_zh", "since"),
        "organisations": rows(
            user.memberships.all(),
            *("organisation__name_zh", "keeper", "approves", "since", "ended_at"),
        ),
        "notices": rows(user.notices.all(), "kind", "subject", "body", "mailed_at", "texted_at"),
        "notice_choices": rows(user.notice_choices.all(), "kind", "by_mail", "by_phone"),
        "sessions": rows(
            UserSession.objects.filter(user=user), "ip", "user_agent", "created_at", "last_seen_at"
        ),
        "copies_taken": rows(user.data_requests.all(), "kind", "at"),
    }


def rows(things: QuerySet, *names: str, **named: F) -> list[dict]:
    return list(things.values(*names, **named))


def table(things: Iterable[dict]) -> bytes:
    """Money in yuan, as people read it."""
    head, lines = [], []
    for thing in things:
        head = [name.replace("_fen", "_yuan") for name in thing]
        lines.append([yuan(v) if name.endswith("_fen") else spoken(v) for name, v in thing.items()])
    return as_csv([head, *lines])


def spoken(value):
    """Moments in Asia/Shanghai."""
    if hasattr(value, "astimezone"):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return value
