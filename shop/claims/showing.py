"""What buyer, cooperative and operator see of a claim alike."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from shop.claims.models import Claim


def facts_of(claim: Claim) -> dict:
    return {
        "claim": claim,
        "order": claim.order,
        "parcel": claim.parcel,
        "lines": claim.lines.select_related("line"),
        "photographs": claim.photographs.exclude(content=b"").defer("content"),
        "events": claim.events.all(),
        "refund": claim.last_refund,
    }


def picture_of(claim: Claim, number: int) -> HttpResponse:
    """Whoever may see the claim may see what was photographed for it; no one else, and no cache
    on the way."""
    found = get_object_or_404(claim.photographs.exclude(content=b""), number=number)
    return HttpResponse(bytes(found.content), content_type=found.content_type)
