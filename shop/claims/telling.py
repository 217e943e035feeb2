"""Who hears of a claim, each once and in their language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from shop.claims.models import Claim
from shop.notices.models import Notice
from shop.notices.telling import tell_desk
from shop.orders.telling import tell_buyer


def tell_both(claim: Claim, what: str, **facts) -> None:
    """Call in the transaction that makes it true."""
    tell_buyer_of(claim, what, **facts)
    tell_desk_of(claim, what, **facts)


def tell_buyer_of(claim: Claim, what: str, **facts) -> None:
    kind, number = Notice.Kind.CLAIM, str(claim.number)
    tell_buyer(claim.order, f"claim_{what}", kind=kind, about=number, claim=claim, **facts)


def tell_desk_of(claim: Claim, what: str, **facts) -> None:
    """Those of the cooperative that sent the goods."""

    def write() -> str:
        link = settings.SITE_URL + reverse("workbench_claim", args=[claim.order.code, claim.number])
        return render_to_string(f"claims/mail/{what}.txt", {"claim": claim, "link": link, **facts})

    tell_desk(claim.parcel.cooperative_id, key=f"claim:{claim.pk}:{what}", write=write)
