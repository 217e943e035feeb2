"""What is forgotten of whoever asked for an invoice. An invoice that was issued is a voucher of the
books (会计档案管理办法) and stays as it is, with the title it was made out to."""

from django.db.models import Q

from cms.users.models import User
from shop.invoices.models import InvoiceRequest


def of_person(user: User):
    """What somebody asked for, signed in or by the key of their order."""
    return InvoiceRequest.objects.filter(Q(by=user) | Q(by=None, order__buyer=user))


def forget_requests(user: User) -> None:
    """Nobody is told any more. What was asked for a person and never issued goes altogether."""
    asked = of_person(user)
    asked.filter(kind=InvoiceRequest.Kind.PERSON, invoices=None).delete()
    asked.update(email="")


def forget_addresses() -> None:
    """Where an order's phone and address are masked, the address an invoice goes to goes too,
    unless the cooperative still owes that invoice."""
    asked = InvoiceRequest.objects.exclude(email="")
    over = asked.filter(order__contact_masked_at__isnull=False)
    over.exclude(pk__in=InvoiceRequest.objects.due().values("pk")).update(email="")
