"""What each table of bad input is checked with."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shop.models import OrderEvent
from shop.orders.letting_go import let_go
from tests import world

MEGABYTE = 1024 * 1024
LONG = "9" * 10_000
GUEST, BUYER, COOP, OFFICIAL, OPERATOR = "guest", "buyer", "coop", "official", "operator"


@dataclass
class Bad:
    """What is asked, by whom; the status at the end, after redirects, and the words that tell a
    person what is wrong (none where only a program asks)."""

    name: str
    path: str
    status: int
    told: str
    data: dict | None = None
    by: str = GUEST
    files: dict = field(default_factory=dict)


def bad(name, path, status, told, data=None, **more) -> Bad:
    return Bad(name, path, status, told, data, **more)


WHOLE = "whole number"
NO_PLACE = "Choose one from the list"
NOT_FOUND = "nothing at this address"
NOT_FOUND_ZH = "没有找到这个页面"


def things() -> tuple[dict, dict]:
    """Somebody of each kind, and what bad input could change."""
    world.country()
    plums, millet = world.plums(), world.millet()
    grower = plums.lot.cooperative
    today = timezone.localdate()
    over = world.lot(grower, sells_to=today - timedelta(days=1))
    people = {
        GUEST: None,
        BUYER: world.user("buyer"),
        COOP: world.desk(grower),
        OFFICIAL: world.official(),
        OPERATOR: world.operator(),
    }
    world.basket(plums, user=people[BUYER])
    order = world.paid_order(plums, buyer=people[BUYER])
    cancelled = world.order(plums, buyer=people[BUYER])
    let_go(cancelled, kind=OrderEvent.Kind.CANCELLED, at=timezone.now())
    return people, {
        "plums": plums.pk,
        "millet": millet.pk,
        "product": plums.product_id,
        "waiting": world.product(grower, "巫山恋橙", status="waiting").pk,
        "lot": plums.lot_id,
        "expired": world.offer(plums.product, over).pk,
        "scarce": world.offer(plums.product, world.lot(grower, 5000)).pk,
        "order": order.code,
        "cancelled": cancelled.code,
        "organisation": world.organisation().pk,
        "carrier": "SF",
    }


def everything() -> dict:
    """Every row of what the shop, its producers and its users store."""
    return {
        model: sorted(model.objects.values_list(), key=repr)
        for label in ("users", "producers", "shop")
        for model in apps.get_app_config(label).get_models()
    }


def check_refused(client, case: Bad) -> None:
    """It is answered, and no row is another than before."""
    people, there = things()
    if people[case.by]:
        client.force_login(people[case.by])
    client.raise_request_exception = False
    before = everything()
    path = case.path.format(**there)
    if case.data is None:
        response = client.get(path, follow=True)
    else:
        data = {
            name: value.format(**there) if isinstance(value, str) else value
            for name, value in case.data.items()
        }
        files = {name: SimpleUploadedFile(*file) for name, file in case.files.items()}
        response = client.post(path, data | files, follow=True)
    assert response.status_code == case.status
    assert case.told in response.content.decode()
    assert {model for model, kept in everything().items() if kept != before[model]} == set()
