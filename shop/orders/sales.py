"""What the ledger is told of an order: its lines as sales, and what of them was undone."""

from collections.abc import Iterable

from django.db import transaction

from shop import weight
from shop.ledger.inserting import note_lots
from shop.ledger.models import Entry
from shop.ledger.writing import Return, Sale
from shop.orders.models import Order, OrderLine

AT_ONCE = 1000


def lines_to_sell(order: Order) -> list[OrderLine]:
    """The lines with all that a sale tells of them."""
    return list(
        order.lines.select_related("order__organisation", "order__campaign", "parcel__recipient")
    )


def sales_of(lines: Iterable[OrderLine]) -> list[Sale]:
    parcels, products, sales = set(), set(), []
    for line in lines:
        order, product = line.order, (line.parcel_id, line.product_id)
        sales.append(
            Sale(
                source=line.source,
                amount_fen=line.amount_fen,
                weight_g=line.weight_g,
                packs=line.packs,
                pack_zh=weight.label(line.net_g),
                parcel_count=int(line.parcel_id not in parcels),
                product_count=int(product not in products),
                origin=line.origin_id,
                origin_name=line.origin_name,
                destination=line.to.destination_id,
                destination_name=line.to.destination_name,
                buyer_region=order.buyer_region_id,
                product_id=line.product_id,
                product_name=line.product_zh,
                category_id=line.category_id,
                cooperative_id=line.parcel.cooperative_id,
                supplier_name=line.cooperative_zh,
                buyer_kind=order.buyer_kind,
                organisation_id=order.organisation_id,
                organisation_name=str(order.organisation or ""),
                campaign=order.campaign,
                order_code=order.code,
                lot_id=line.lot_id,
            )
        )
        parcels.add(line.parcel_id)
        products.add(product)
    return sales


@transaction.atomic
def note_missing_lots() -> None:
    """Of sales recorded by processes that did not know of the notes yet."""
    without = Entry.objects.filter(kind=Entry.Kind.SALE, lotsale=None).exclude(order_code="")
    last = 0
    while sales := list(without.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        codes = {sale.order_code for sale in sales}
        lines = OrderLine.objects.filter(order__code__among=codes).select_related("order")
        note_lots(sales, {line.source: line.lot_id for line in lines})
        last = sales[-1].pk


def returns_of(refund_id: int, lines: Iterable) -> list[Return]:
    """Of a refund's lines: each names an order line, fen of goods, and the grams that came back.
    One of freight only takes nothing from the ledger."""
    return [
        Return(
            source=f"refund:{refund_id}:{part.line.number}",
            answers=part.line.source,
            amount_fen=part.amount_fen,
            weight_g=part.weight_g,
        )
        for part in lines
        if part.amount_fen or part.weight_g
    ]
