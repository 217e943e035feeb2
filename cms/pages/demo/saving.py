"""What officials of the demo look at each week: saved views, and the dispatch by mail."""

from django.utils.http import urlencode
from django.utils.translation import override

from cms.users.models import User
from shop.statistics.dispatch_mail import subscribe
from shop.statistics.models import SavedView

SEASON = {"since": "2022-07-01", "until": "2022-08-31"}
VIEWS = [
    (
        "wushan",
        "2022 年脆李线上销往山东",
        "product",
        {
            **SEASON,
            "side": "origin",
            "region": "500237",
            "other": "370000",
            "product": "wushan-cuili",
            "online": "online",
        },
    ),
    (
        "wushan",
        "2022 年脆李季各渠道",
        "channel",
        {**SEASON, "side": "origin", "region": "500237", "by": "channel"},
    ),
    (
        "yantai",
        "2022 年从巫山买了什么",
        "city",
        {
            **SEASON,
            "side": "destination",
            "region": "370600",
            "other": "500237",
            "by": "product",
        },
    ),
]


def load(people: dict[str, User]) -> None:
    for name, title, page, asked in VIEWS:
        SavedView.objects.create(by=people[name], name=title, page=page, asked=urlencode(asked))
    with override("zh-hans"):
        for name in ("wushan", "yantai"):
            subscribe(people[name])
