from django.db import transaction
from django.utils import timezone

from producers.cooperatives.approving import AlreadyDecided
from shop.catalogue.keeping import catalogue_changed
from shop.catalogue.models import Product, ProductApproval


@transaction.atomic
def decide(product: Product, *, decision: str, by, reason: str = "") -> None:
    """County staff publish a waiting product, or return it with a reason."""
    published_at = timezone.now() if decision == Product.Status.PUBLISHED else None
    # Where two officials decide at once, the first is heard.
    waiting = Product.objects.filter(pk=product.pk, status=Product.Status.WAITING)
    if not waiting.update(status=decision, published_at=published_at):
        raise AlreadyDecided
    ProductApproval.objects.create(product=product, decision=decision, by=by, reason=reason)
    catalogue_changed()
