"""A cooperative lists: what it is, in which packs, at what price. Harvests are opened in
producers.harvests."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from producers.cooperatives.models import Cooperative
from producers.harvests.models import Lot
from producers.harvests.opening import open_again
from shop.catalogue.covers import keep_cover
from shop.catalogue.keeping import catalogue_changed
from shop.catalogue.models import (
    Category,
    Offer,
    OfferChange,
    OfferPrice,
    Picture,
    Product,
    ProductChange,
    ProductPicture,
)
from shop.catalogue.naming import new_slug
from shop.catalogue.searching import search_text_of

# Dried they need none, fresh they do: mushrooms and tea leaves.
CERTIFICATE_WHEN_FRESH = {"FUN", "TEA"}


class ListedAlready(ValidationError):
    def __init__(self, product: Product):
        super().__init__(
            _("%(product)s of your county is in the catalogue: offer it from your own harvest."),
            params={"product": product.name_zh},
        )


class OfferedAlready(ValidationError):
    def __init__(self):
        super().__init__(_("You offer a pack of this weight from this lot already."))


class LastPicture(ValidationError):
    pass


@transaction.atomic
def list_product(product: Product, *, by) -> Product:
    """A product waits for the county to publish it. One that reports already named becomes this
    one, so that its figures go on."""
    known = Product.objects.called(product.name_zh, county=product.county_id)
    if known and known.status != Product.Status.UNLISTED:
        raise ListedAlready(known)
    if known:
        product.pk, product.created_at = known.pk, known.created_at
    product.slug = new_slug(product.county, product.name_zh)
    product.status = Product.Status.WAITING
    follow_the_category(product)
    try:
        product.save(force_insert=known is None)
    except IntegrityError as tapped_twice:
        raise ListedAlready(product) from tapped_twice
    ProductChange.objects.create(product=product, fields=["name_zh"], by=by)
    return product


@transaction.atomic
def change_product(product: Product, *, fields: list[str], by) -> None:
    """What was returned waits again; what is published stays so, and who changed what is kept."""
    if product.status == Product.Status.RETURNED:
        product.status = Product.Status.WAITING
    follow_the_category(product)
    product.save()
    ProductChange.objects.create(product=product, fields=fields, by=by)
    catalogue_changed()


def follow_the_category(product: Product) -> None:
    category: Category = product.category
    product.fresh = product.fresh or category.fresh
    product.certificate_required = category.certificate_required or (
        product.fresh and category.code in CERTIFICATE_WHEN_FRESH
    )
    product.search_text = search_text_of(product)


@transaction.atomic
def told_anew(cooperative: Cooperative) -> None:
    """What the cooperative says of itself is among what its products are found by."""
    products = list(cooperative.products.select_related("county", "category"))
    for product in products:
        product.listed_by = cooperative
        product.search_text = search_text_of(product)
    Product.objects.bulk_update(products, ["search_text"])
    catalogue_changed()


@transaction.atomic
def show(product: Product, *, picture: Picture, alt_zh: str, alt_en: str, by) -> None:
    last = product.pictures.aggregate(Max("position", default=0))["position__max"]
    product.pictures.create(picture=picture, alt_zh=alt_zh, alt_en=alt_en, position=last + 1)
    keep_cover(product.pk)
    ProductChange.objects.create(product=product, fields=["pictures"], by=by)
    catalogue_changed()


@transaction.atomic
def take_down(row: ProductPicture, *, by) -> None:
    if not row.product.pictures.exclude(pk=row.pk).exists():
        raise LastPicture(_("Add another picture first: a product is not shown without one."))
    row.delete()
    keep_cover(row.product_id)
    ProductChange.objects.create(product=row.product, fields=["pictures"], by=by)
    catalogue_changed()


@transaction.atomic
def offer_packs(offer: Offer, *, by) -> Offer:
    # A second tap waits for the first, and finds the pack there.
    lot = Lot.objects.select_for_update().get(pk=offer.lot_id)
    if lot.offers.filter(product=offer.product_id, net_g=offer.net_g, stopped_at=None).exists():
        raise OfferedAlready
    offer.save(force_insert=True)
    OfferPrice.objects.create(offer=offer, price_fen=offer.price_fen, by=by)
    OfferChange.objects.create(offer=offer, kind=OfferChange.Kind.OPENED, by=by)
    catalogue_changed()
    return offer


@transaction.atomic
def change_price(offer: Offer, *, price_fen: int, by) -> None:
    """From now on. Baskets are told, orders keep the price they were placed at."""
    changed = Offer.objects.filter(pk=offer.pk).exclude(price_fen=price_fen)
    if changed.update(price_fen=price_fen):
        OfferPrice.objects.create(offer=offer, price_fen=price_fen, by=by)
        catalogue_changed()


@transaction.atomic
def limit(offer: Offer, *, packs: int, by) -> None:
    changed = Offer.objects.filter(pk=offer.pk).exclude(limit_per_buyer=packs)
    if changed.update(limit_per_buyer=packs):
        OfferChange.objects.create(offer=offer, kind=OfferChange.Kind.LIMITED, by=by)
        catalogue_changed()


def stop(offer: Offer, *, by) -> None:
    switch(offer, stopped_at=timezone.now(), kind=OfferChange.Kind.STOPPED, by=by)


def resume(offer: Offer, *, by) -> None:
    switch(offer, stopped_at=None, kind=OfferChange.Kind.RESUMED, by=by)


@transaction.atomic
def switch(offer: Offer, *, stopped_at, kind: str, by) -> None:
    """A second tap on the same button changes nothing and is not written down."""
    other = Offer.objects.filter(pk=offer.pk, stopped_at__isnull=stopped_at is not None)
    if other.update(stopped_at=stopped_at):
        OfferChange.objects.create(offer=offer, kind=kind, by=by)
        catalogue_changed()


@transaction.atomic
def copy_season(lot: Lot, *, today: date, by) -> Lot:
    """Last season's lot with its packs and prices, its days moved to this one."""
    again = open_again(lot, today=today, by=by)
    for offer in lot.offers.filter(stopped_at=None):
        offer_packs(
            Offer(
                product_id=offer.product_id,
                lot=again,
                net_g=offer.net_g,
                gross_g=offer.gross_g,
                price_fen=offer.price_fen,
                limit_per_buyer=offer.limit_per_buyer,
            ),
            by=by,
        )
    return again
