from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.users.models import User
from shop.counters.models import Counter, CounterGood, CounterSale


def sell(good: CounterGood, *, packs: int, token: str, by: User) -> None:
    """A second tap on the same button brings the same token and sells nothing more."""
    try:
        with transaction.atomic():
            CounterSale.objects.create(
                counter_id=good.counter_id,
                good=good,
                packs=packs,
                amount_fen=packs * good.price_fen,
                weight_g=packs * good.net_g,
                token=token,
                by=by,
            )
    except IntegrityError:
        if not CounterSale.objects.filter(token=token).exists():
            raise


@transaction.atomic
def undo(counter: Counter, sale: int) -> bool:
    """Take back a sale that is in no report yet; after that a correction of the report does it.
    False where it is told or undone already."""
    Counter.objects.select_for_update().get(pk=counter.pk)
    return bool(counter.uncounted.filter(pk=sale).update(undone_at=timezone.now()))
