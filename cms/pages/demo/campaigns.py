"""A livestream that goes on, and a fair that is held these days. The halls' own codes come with
their pages."""

from datetime import date, timedelta

from django.utils import timezone

from shop.channels.models import Campaign

LIVE, FAIR = "live-cuili", "fair-wushan"


def load() -> None:
    today = timezone.localdate()
    Campaign.objects.create(
        code=LIVE,
        channel_id="LIVE",
        name_zh="脆李直播间",
        name_en="Crisp plum livestream",
        starts_on=date(2021, 6, 20),
    )
    Campaign.objects.create(
        code=FAIR,
        channel_id="EXPO",
        name_zh="巫山山货展销周",
        name_en="Wushan produce fair",
        starts_on=today - timedelta(days=14),
        ends_on=today + timedelta(days=14),
    )
