"""Invoices that are asked for, issued, corrected, and one whose money went back since. The files
say that they are examples."""

from collections.abc import Iterator
from random import Random
from uuid import UUID

from cms.pages.demo import claims, orders
from cms.pages.demo.orders import PLUMS, RECEIVED, Story
from cms.users.models import User
from shop.claims import answering
from shop.invoices.asking import ask
from shop.invoices.issuing import Paper, correct, issue
from shop.invoices.models import Invoice, InvoiceRequest
from shop.invoices.papers import PDF
from shop.orders.models import Order
from shop.paper import pdf

EXAMPLE = """
#let said = json("data.json")
#set page(width: 180mm, height: 90mm, margin: 12mm)
#align(center, text(15pt, [电子发票（示例，不得报销）]))
#v(6mm)
#table(columns: (30mm, 1fr), ..said.pairs().flatten())
"""


def load(people: dict[str, User]) -> None:
    if not orders.sandbox_answers():
        return
    numbers = iter(range(1, 100))
    of_union = union_orders()
    for order in of_union:
        issued_for(asked(order, numbers), numbers, people)
    bought = [received(people, numbers) for _ in range(3)]
    asked(bought[0], numbers)
    changed_after_issue(bought[1], numbers, people)
    refunded_after_issue(bought[2], numbers, people)


def union_orders() -> list[Order]:
    """What the union received."""
    paid_by_union = Order.objects.filter(organisation__isnull=False, status=RECEIVED)
    return list(paid_by_union.select_related("organisation").order_by("placed_at"))


def received(people: dict[str, User], numbers: Iterator[int]) -> Order:
    story = Story(RECEIVED, 2, {PLUMS: 2}, who="buyer")
    return orders.tell(story, people, Random(f"invoice {next(numbers)}"))


def asked(order: Order, numbers: Iterator[int], *, title: str = "") -> InvoiceRequest:
    unit = order.organisation
    return ask(
        order,
        token=UUID(int=next(numbers)),
        by=order.buyer,
        kind=InvoiceRequest.Kind.ORGANISATION if unit else InvoiceRequest.Kind.PERSON,
        sort=InvoiceRequest.Sort.ORDINARY,
        title=title or (unit.name_zh if unit else order.receiver),
        tax_number=unit.tax_number if unit else "",
        email=order.email,
    )[0]


def issued_for(request: InvoiceRequest, numbers: Iterator[int], people: dict[str, User]) -> None:
    issue(request, paper(request, numbers), by=people["coop"])


def changed_after_issue(order: Order, numbers: Iterator[int], people: dict[str, User]) -> None:
    issued_for(asked(order, numbers), numbers, people)
    changed = asked(order, numbers, title="林建军")
    red, new = paper(changed, numbers), paper(changed, numbers)
    correct(changed, red=red, new=new, by=people["coop"])


def refunded_after_issue(order: Order, numbers: Iterator[int], people: dict[str, User]) -> None:
    issued_for(asked(order, numbers), numbers, people)
    spoiled = claims.Complaint(Story(RECEIVED, 2, {PLUMS: 2}), "有一箱压坏了一半。", 50)
    token = UUID(int=1000 + next(numbers))
    claim = claims.complained(spoiled, order, [claims.photograph("invoice")], token=token)
    answering.accept(claim, by=people["coop"])


def paper(request: InvoiceRequest, numbers: Iterator[int]) -> Paper:
    number = f"265020000000{next(numbers):08}"
    said = {
        "发票号码": number,
        "购买方": request.title,
        "销售方": request.cooperative.name_zh,
        "订单": request.order.code,
    }
    return Paper(number, pdf(EXAMPLE, data=said), PDF, tax=Invoice.Tax.EXEMPT)
