"""The 832 counties, and what is told of one."""

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from producers.cooperatives.models import Cooperative
from producers.regions.codes import line_of, prefecture_of, province_of, range_of
from producers.regions.dividing import divisions
from producers.regions.models import ListedCounty, Pairing, Region
from producers.regions.resolving import codes_counting_for, moved
from producers.regions.tiles import TILES
from shop.catalogue import choices
from shop.catalogue.cards import cards
from shop.catalogue.models import Product
from shop.catalogue.searching import normal

GOODS_AT_MOST = 48
NEIGHBOURS_AT_MOST = 12
# A tile is 84 wide in the drawing, and 6 stand between two.
TILE_STEP = 90
# A tile's shade says which third of the fullest it reaches.
SHADES = 3


def by_province(typed: str = "") -> list[dict]:
    """The names of the list below their provinces; with something typed, those that say it."""
    column = "name_en" if get_language() == "en" else "name_zh"
    goods = with_goods()
    listed = named(ListedCounty.objects.order_by("province", "id"), typed)
    provinces: dict[str, dict] = {}
    for province, province_name, code, name, name_zh, name_then in listed.values_list(
        "province",
        f"province__{column}",
        "region",
        f"region__{column}",
        "region__name_zh",
        "name_then",
    ):
        found = provinces.setdefault(
            province, {"code": province, "name": province_name, "counties": []}
        )
        found["counties"].append(
            {
                "code": code,
                "name": name or name_then,
                "then": "" if name_then in (name, name_zh) else name_then,
                "goods": goods.get(code, 0),
            }
        )
    return list(provinces.values())


def tiles_of(provinces: list[dict]) -> list[dict]:
    """The map: where each province stands, and how many of its counties are listed beside it."""
    counts = {province["code"]: len(province["counties"]) for province in provinces}
    names = dict(choices.provinces())
    most = max(counts.values(), default=1)
    return [
        {
            "code": code,
            "name": names.get(code, tile.sign),
            "sign": tile.sign,
            "x": tile.column * TILE_STEP,
            "y": tile.row * TILE_STEP,
            "count": counts.get(code, 0),
            "shade": -(-counts.get(code, 0) * SHADES // most),
        }
        for code, tile in TILES.items()
    ]


def named(listed: QuerySet, typed: str) -> QuerySet:
    """By the name of then or of today, in Chinese, English or pinyin."""
    for term in normal(typed).split():
        listed = listed.filter(
            Q(name_then__contains=term)
            | Q(region__name_zh__contains=term)
            | Q(region__name_en__icontains=term)
            | Q(province__name_zh__contains=term)
            | Q(province__name_en__icontains=term)
        )
    return listed


def with_goods() -> dict[str, int]:
    """How many goods each county has on the market."""
    goods = Product.objects.published().order_by().values_list("county")
    return dict(goods.annotate(Count("pk")))


def county_context(region: Region) -> dict:
    """All that is known of a county, for its own page and for an editor's."""
    goods = Product.objects.published().filter(county=region)
    shown = cards(goods.order_by("-published_at", "-id")[:GOODS_AT_MOST])
    return {
        "region": region,
        "listed": list(region.listed_as.all()),
        "divisions": divisions(codes_counting_for(region.code, moved())),
        "pairings": pairings_of(region),
        "cards": shown,
        "more": len(shown) == GOODS_AT_MOST,
        "cooperatives": Cooperative.objects.approved().filter(county=region),
        "neighbours": [] if shown else neighbours_of(region),
    }


def pairings_of(region: Region) -> list[Pairing]:
    """In force today, of the county itself or of a place it lies in, the closest first."""
    line = line_of(region.code)
    of_line = Q(west__in=line) | Q(east__in=line)
    pairings = Pairing.objects.in_force(timezone.localdate()).filter(of_line)
    return sorted(
        pairings.select_related("east", "west"),
        key=lambda p: min(line.index(code) for code in (p.west_id, p.east_id) if code in line),
    )


def neighbours_of(region: Region) -> list[Region]:
    """Counties with goods of the same prefecture, or else of the same province."""
    published = Q(products__status=Product.Status.PUBLISHED)
    published &= Q(products__listed_by__status=Cooperative.Status.APPROVED)
    around = (
        Region.objects.filter(code__range=range_of(province_of(region.code)))
        .exclude(code=region.code)
        .annotate(goods=Count("products", filter=published))
        .filter(goods__gt=0)
        .order_by("code")
    )
    prefecture = prefecture_of(region.code)
    near = [other for other in around if prefecture_of(other.code) == prefecture]
    return (near or list(around))[:NEIGHBOURS_AT_MOST]
