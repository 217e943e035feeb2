"""The addresses somebody has kept, for one tap at the checkout."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from cms.users.models import User
from producers.regions.models import Region
from shop.buyers.forms import line_down_to
from shop.buyers.models import SavedAddress

MOST_ADDRESSES = 20


@transaction.atomic
def keep(user: User, *, receiver: str, phone: str, place: Region, street: str) -> SavedAddress:
    """One that is kept already is the last used now; of too many, the longest unused goes."""
    address, _made = SavedAddress.objects.update_or_create(
        user=user,
        receiver=receiver,
        phone=phone,
        place=place,
        street=street,
        defaults={"used_at": timezone.now()},
    )
    unused = user.addresses.values_list("pk", flat=True)[MOST_ADDRESSES:]
    SavedAddress.objects.filter(pk__in=list(unused)).delete()
    return address


@transaction.atomic
def replace(old: SavedAddress, **address) -> SavedAddress:
    old.delete()
    return keep(old.user, **address)


def read(user: User | AnonymousUser):
    """With the names of their places; a guest keeps none."""
    kept = SavedAddress.objects.filter(user=user.pk) if user.pk else SavedAddress.objects.none()
    return kept.select_related("place__parent__parent")


def as_typed(address: SavedAddress) -> dict[str, str]:
    """As somebody would have filled it in."""
    codes = [*line_down_to(address.place), "", ""]
    return {
        "receiver": address.receiver,
        "phone": address.phone,
        "street": address.street,
        **dict(zip(("province", "city", "county"), codes, strict=False)),
    }
