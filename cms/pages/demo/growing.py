"""What the cooperatives of the demo recorded of their growers, and more pictures of the plums."""

from random import Random

from cms.pages.demo.drawing.motifs import picture_of
from cms.pages.demo.goods import stored
from cms.users.models import User
from producers.harvests.models import GrowerShare, Lot
from producers.harvests.sharing import record_share
from shop.catalogue import listing
from shop.catalogue.models import Product

PLUMS = "wushan-cuili"
# Where of the painting, in hundredths of its sides, and what it shows.
MORE_PICTURES = [
    ((10, 35, 75, 100), "画：近看一堆熟透的脆李", "Drawing: a heap of ripe plums from near by"),
    (
        (0, 0, 100, 100),
        "画：清晨摘下的脆李，远处是峡江",
        "Drawing: plums picked at dawn, a gorge behind",
    ),
]


def load(people: dict[str, User], *, pictures: bool) -> None:
    share_out(people)
    if pictures:
        show_more(Product.objects.get(slug=PLUMS), by=people["coop"])


def share_out(people: dict[str, User]) -> None:
    """Two lots of three have been settled with their growers: 45 to 62 % of the price."""
    lots = Lot.objects.select_related("cooperative").prefetch_related("offers").order_by("id")
    for number, lot in enumerate(lots):
        pack = lot.offers.first()
        plums = lot.cooperative.county_id == "500237"
        if pack is None or (number % 3 == 2 and not plums):
            continue
        rng = Random(f"growers {lot.batch}")
        record_share(
            GrowerShare(
                households=max(1, lot.cooperative.households_count * rng.randint(15, 60) // 100),
                paid_fen_per_500g=pack.price_fen_per_500g * rng.randint(45, 62) // 100,
                source=f"{lot.harvest_from.year}年收购台账第{rng.randint(1, 9)}册",
            ),
            lot=lot,
            by=people["coop"] if plums else None,
        )


def show_more(product: Product, *, by: User) -> None:
    for number, (box, alt_zh, alt_en) in enumerate(MORE_PICTURES, start=2):
        whole = picture_of(product.name_zh, seed=f"{product.county_id} {number}")
        sides = (whole.width, whole.height) * 2
        part = whole.crop([side * at // 100 for side, at in zip(sides, box, strict=True)])
        picture = stored(part.resize(whole.size), title=product.name_zh)
        listing.show(product, picture=picture, alt_zh=alt_zh, alt_en=alt_en, by=by)
