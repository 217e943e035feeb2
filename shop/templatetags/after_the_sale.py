"""What a buyer may still claim of a parcel on the page of its order."""

from django import template

from shop.claims.claimable import claimable
from shop.claims.models import Claim
from shop.orders.models import Parcel

register = template.Library()


@register.simple_tag
def report_until(parcel: Parcel):
    """Until when spoiled goods can be reported, or None."""
    return max((line.claim_until for line in claimable(parcel, Claim.Kind.SPOILED)), default=None)


@register.simple_tag
def return_until(parcel: Parcel):
    return max((line.claim_until for line in claimable(parcel, Claim.Kind.RETURN)), default=None)
