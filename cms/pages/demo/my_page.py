"""What the buyer keeps: addresses, favourites, and how they are told of things."""

from datetime import timedelta

from django.utils import timezone

from cms.users.models import User
from producers.regions.models import Region
from shop.account.models import Favourite
from shop.account.watching import keep_in_sight, note_what_is_away
from shop.buyers.address_book import keep
from shop.catalogue.models import Product
from shop.notices.choosing import choose
from shop.notices.models import Notice

ADDRESSES = [
    ("林建军", "13805350018", "370602", "南大街156号3单元402"),
    ("林晓", "13805350017", "370613", "港城东大街588号2号楼1101"),
]
FAVOURITES = ("wushan-cuili", "fengjie-qicheng", "jixian-pingguo")


def load(people: dict[str, User]) -> None:
    buyer = people["buyer"]
    buyer.phone, buyer.phone_verified = ADDRESSES[-1][1], True
    buyer.save(update_fields=["phone", "phone_verified"])
    for receiver, phone, code, street in ADDRESSES:
        place = Region.objects.get(pk=code)
        keep(buyer, receiver=receiver, phone=phone, place=place, street=street)
    for product in Product.objects.filter(slug__in=FAVOURITES):
        keep_in_sight(product, user=buyer, language="zh-hans")
    note_what_is_away()
    Favourite.objects.exclude(away_since=None).update(away_since=timezone.now() - timedelta(days=9))
    wanted = {*Notice.Kind.values} - {Notice.Kind.RECEIVED}
    choose(buyer, by_mail=wanted, by_phone={Notice.Kind.SHIPPED})
