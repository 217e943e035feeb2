"""What a card shows of a product's first picture, kept with the product: a list that asked for
pictures and their renditions would read ten rows for each card."""

from shop.catalogue.keeping import catalogue_changed
from shop.catalogue.models import Picture, Product, ProductPicture
from shop.catalogue.pictures import USES, shown


def keep_cover(product_id: int) -> None:
    """Call this where the pictures of a product change."""
    first = ProductPicture.objects.filter(product=product_id).select_related("picture").first()
    Product.objects.filter(pk=product_id).update(cover=cover_of(first) if first else {})


def keep_covers_with(picture: Picture) -> None:
    """Its file was replaced, and with it its renditions."""
    showing = ProductPicture.objects.filter(picture=picture)
    for product_id in showing.values_list("product_id", flat=True).distinct().order_by():
        keep_cover(product_id)
    catalogue_changed()


def cover_of(first: ProductPicture) -> dict:
    renditions = shown(first.picture.renditions.all())
    return {
        "alt_zh": first.alt_zh,
        "alt_en": first.alt_en,
        "renditions": {spec: renditions[spec] for spec in USES["card"].specs if spec in renditions},
    }
