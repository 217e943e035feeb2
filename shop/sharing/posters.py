"""What a poster says of a product, a cooperative and a hall. A campaign's code goes along in its
link, so that what is bought by it counts for the campaign's channel."""

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import override

from producers.cooperatives.models import Cooperative
from shop.catalogue.models import Product, ProductPicture
from shop.channels.models import Campaign
from shop.counters.models import Counter
from shop.sharing.drawing import Poster


def of_product(product: Product, campaign: Campaign | None) -> Poster:
    with override("zh-hans"):
        lines = [product.county.full_name, f"{product.listed_by.name_zh} 种植、发货"]
        link = link_to(product.get_absolute_url(), campaign)
    if product.geographical_indication:
        lines.append("地理标志产品")
    if product.season_months:
        lines.append(f"产季：{'、'.join(map(str, product.season_months))}月")
    picture = picture_of(ProductPicture.objects.filter(product=product))
    return Poster(title=product.name_zh, lines=tuple(lines), link=link, picture=picture)


def of_cooperative(cooperative: Cooperative, campaign: Campaign | None) -> Poster:
    goods = list(cooperative.products.published().order_by("-published_at", "-pk")[:4])
    with override("zh-hans"):
        lines = [f"{cooperative.county.full_name}{cooperative.village_zh}"]
        # Its goods are found by its name.
        link = link_to(reverse("products"), campaign, q=cooperative.name_zh)
    if cooperative.households_count:
        lines.append(f"成员农户 {cooperative.households_count} 户")
    lines.append("、".join(product.name_zh for product in goods))
    picture = picture_of(ProductPicture.objects.filter(product__in=goods))
    return Poster(title=cooperative.name_zh, lines=tuple(lines), link=link, picture=picture)


def of_hall(hall: Counter) -> Poster:
    goods = hall.goods.filter(stopped_at=None).select_related("product")
    names = dict.fromkeys(good.product.name_zh for good in goods)
    with override("zh-hans"):
        lines = [
            f"{hall.place.full_name}{hall.pick_up_street}",
            *filter(None, [hall.pick_up_hours]),
        ]
        link = link_to(reverse("products"), hall.campaign)
    lines.append("、".join(list(names)[:6]))
    picture = picture_of(ProductPicture.objects.filter(product__in=[g.product_id for g in goods]))
    return Poster(title=hall.name_zh, lines=tuple(lines), link=link, picture=picture)


def link_to(path: str, campaign: Campaign | None, **asked: str) -> str:
    if campaign:
        asked["campaign"] = campaign.code
    return f"{settings.SITE_URL}{path}" + (f"?{urlencode(asked)}" if asked else "")


def picture_of(pictures) -> FieldFile | None:
    first = pictures.select_related("picture").first()
    return first and first.picture.file
