"""A list of recipients from the file somebody brings to the order it becomes."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.users.models import User
from shop.buyers.models import Organisation
from shop.catalogue.models import Offer
from shop.ledger.reports.faults import ReportRefused
from shop.orders.models import Order
from shop.orders.placing import BasketChanged, Wish, write_order
from shop.orders.recipients.models import RecipientList
from shop.orders.recipients.planning import Plan, plan
from shop.orders.recipients.reading import Reader

KEPT = timedelta(days=1)


def on_sale(pks: set[int]) -> dict[int, Offer]:
    """With all that an order copies."""
    offers = Offer.objects.on_sale(timezone.localdate()).select_related(
        "lot__cooperative", "product__county", "product__category"
    )
    return offers.in_bulk(pks)


def take_list(content: bytes, *, name: str, organisation: Organisation, by: User) -> RecipientList:
    """Keep what a file says, until it is ordered. Raises ReportRefused with every cell that is
    wrong, and then nothing is kept."""
    reader = Reader(content, on_sale)
    rows = reader.good_rows()
    faults = reader.faults + plan(rows, reader.on_sale).faults(reader.address)
    if faults:
        raise ReportRefused(sorted(faults, key=lambda fault: fault.row or 0))
    return RecipientList.objects.create(
        organisation=organisation, by=by, file_name=name[-200:], rows=rows
    )


def plan_of(kept: RecipientList) -> Plan:
    """Raises BasketChanged where something is no longer on sale, or too little is left of it."""
    asked = {int(pk) for row in kept.rows for pk in row["packs"]}
    offers = on_sale(asked)
    if len(offers) < len(asked):
        raise BasketChanged
    planned = plan(kept.rows, offers)
    if planned.faults(""):
        raise BasketChanged
    return planned


@transaction.atomic
def order_for_all(
    kept: RecipientList, *, contact: dict, language: str, shown_fen: int, campaign_code: str = ""
) -> Order:
    """One order, with parcels for each recipient. `contact` has receiver, phone, email and
    fresh_terms. A second click gives the same order. Raises what `place` raises."""
    held = RecipientList.objects.select_for_update().filter(pk=kept.pk).first()
    if held is None:
        return Order.objects.get(token=kept.token)
    planned = plan_of(held)
    wish = Wish(
        basket=None,
        buyer=held.by,
        delivery={
            **contact,
            "organisation": held.organisation,
            "destination": held.organisation.region,
            "street": "",
        },
        token=held.token,
        language=language,
        campaign_code=campaign_code,
        shown_fen=shown_fen,
    )
    order = write_order(wish, planned.sent, timezone.now())
    held.delete()
    return order


def forget() -> None:
    """Names and addresses nobody ordered for."""
    RecipientList.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
