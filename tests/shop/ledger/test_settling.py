from datetime import date

import pytest

from shop.ledger.settling import channel_of
from shop.models import Campaign

DAY = date(2026, 7, 9)
LIVE = Campaign(channel_id="LIVE", starts_on=DAY, ends_on=DAY)


@pytest.mark.parametrize(
    ("kind", "campaign", "direction", "channel"),
    [
        ("union", LIVE, "west_to_east", "UNION"),
        ("budget_unit", None, "", "GOVRSV"),
        ("person", LIVE, "west_to_east", "LIVE"),
        ("person", None, "west_to_east", "PAIR"),
        ("person", None, "east_to_west", "RETAIL"),
        ("person", None, "", "RETAIL"),
    ],
)
def test_account_goes_before_campaign_before_pairing_before_retail(
    kind, campaign, direction, channel
):
    assert channel_of(buyer_kind=kind, campaign=campaign, direction=direction, on=DAY) == channel


def test_a_campaign_that_is_over_brings_nothing():
    after = date(2026, 7, 10)
    assert channel_of(buyer_kind="person", campaign=LIVE, direction="", on=after) == "RETAIL"
