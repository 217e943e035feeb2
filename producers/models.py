"""The index of this app's tables, for Django and outsiders; inside, import from the stages."""

from producers.cooperatives.models import (
    Certificate,
    Cooperative,
    CooperativeApproval,
    Recognition,
    Staff,
)
from producers.harvests.models import GrowerShare, Lot, LotChange
from producers.regions.models import ListedCounty, Pairing, Posting, Region, RegionSpan

__all__ = [
    "Certificate",
    "Cooperative",
    "CooperativeApproval",
    "GrowerShare",
    "ListedCounty",
    "Lot",
    "LotChange",
    "Pairing",
    "Posting",
    "Recognition",
    "Region",
    "RegionSpan",
    "Staff",
]
