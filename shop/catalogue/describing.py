"""A product in the words of schema.org, for search engines and for whoever forwards a link."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shop.catalogue.models import Offer, Product
from shop.catalogue.pictures import USES, folder
from shop.money import yuan

# Inside a page a text must end neither the script nor the line.
ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def described(product: Product, packs: list[Offer]) -> SafeString:
    """JSON-LD of the product with its packs, and of where it stands on the site."""
    page = absolute(product.get_absolute_url())
    goods = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "description": product.description[:500],
        "category": product.category.name,
        "brand": {"@type": "Brand", "name": product.listed_by.name},
        "countryOfOrigin": "CN",
        "image": [image] if (image := picture(product)) else [],
        "offers": [offer(pack, page) for pack in packs],
        **rating(product),
    }
    steps = [
        (_("All produce"), absolute(reverse("products"))),
        (product.category.name, absolute(f"{reverse('products')}?category={product.category_id}")),
        (product.name, page),
    ]
    trail = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(steps, start=1)
        ],
    }
    return mark_safe(json.dumps([goods, trail], ensure_ascii=False).translate(ESCAPES))


def rating(product: Product) -> dict:
    if not product.stars_count:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": product.stars,
            "reviewCount": product.stars_count,
        }
    }


def offer(pack: Offer, page: str) -> dict:
    return {
        "@type": "Offer",
        "url": f"{page}?pack={pack.pk}",
        "price": yuan(pack.price_fen),
        "priceCurrency": "CNY",
        "availability": f"https://schema.org/{availability(pack)}",
        "eligibleQuantity": {
            "@type": "QuantitativeValue",
            "value": pack.net_g,
            "unitCode": "GRM",
        },
    }


def availability(pack: Offer) -> str:
    if not pack.packs_left:
        return "SoldOut"
    return "PreOrder" if pack.is_ahead else "InStock"


def card_of(product: Product) -> dict[str, str]:
    """What whoever is sent its address sees of it."""
    return {
        "name": product.name,
        "place": product.county.full_name,
        "description": product.description,
        "picture": picture(product),
    }


def picture(product: Product) -> str:
    """The address of its first picture; empty where it has none."""
    rendition = product.cover.get("renditions", {}).get(USES["card"].jpeg)
    return absolute(f"{folder()}{rendition[0]}") if rendition else ""


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
