"""Forty cooperatives and firms, and what it costs to send their goods."""

from cms.pages.demo.people import tax_number
from cms.pages.demo.tables import rows
from producers.cooperatives import approving
from producers.cooperatives.models import Cooperative
from shop.freight.models import FreightZone
from shop.freight.standard import copy_standard

FIRST = {"cooperative": "93", "enterprise": "91"}
# From here cold goods fly: nothing that ripens there would keep on the road.
BY_AIR = ("54", "65")


def load(people: dict) -> dict[str, Cooperative]:
    """The seller of each county's goods."""
    sellers = {}
    for number, row in enumerate(rows("cooperatives"), start=101):
        cooperative = Cooperative.objects.create(
            county_id=row["county"],
            kind=row["kind"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            village_zh=row["village_zh"],
            village_en=row["village_en"],
            credit_code=tax_number(FIRST[row["kind"]], row["county"], number),
            phone=f"400-832-0{number}",
            households_count=int(row["households"]),
            story_zh=STORY_ZH.format(**row),
            story_en=STORY_EN.format(**row),
        )
        approving.decide(cooperative, decision="approved", by=official_over(row["county"], people))
        for transport in ("ambient", "cold", "frozen"):
            send(cooperative, transport)
        sellers |= dict.fromkeys(row["sells_for"].split(";"), cooperative)
    return sellers


STORY_ZH = (
    "我们在{village_zh}，有{households}户社员。卖的都是社员自己种的、养的、采的，统一分拣、装箱、"
    "发货。每一笔货款按交来的重量分到户。"
)
STORY_EN = (
    "We work in {village_en}: {households} member households. What we sell they grew, raised or "
    "gathered; we sort, pack and ship together, and share each payment by the weight delivered."
)


def official_over(county: str, people: dict):
    """Who decides for a county. Only Wushan's own official has an account here."""
    if county == "500237":
        return people["wushan"]
    return people["chongqing" if county.startswith("50") else "national"]


def send(cooperative: Cooperative, transport: str) -> None:
    """The standard fees, and near rates for its own province."""
    template = copy_standard(cooperative=cooperative, transport=transport)
    home = cooperative.county_id[:2]
    zones = list(template.zones.all())
    if home == "50" and transport == "cold":
        return
    for zone in zones:
        if home in zone.places:
            zone.places.remove(home)
        if transport == "frozen":
            zone.first_fen += 600
    FreightZone.objects.bulk_update(zones, ["places", "first_fen"])
    template.zones.create(
        name_zh="本省",
        places=[home],
        first_fen=1000 if transport != "frozen" else 1600,
        step_fen=200,
        arrives_within_days=2,
    )
    if home in BY_AIR and transport == "cold":
        template.zones.filter(name_zh__in=["近区", "东部", "远区"]).update(
            first_fen=3200, step_fen=1400, arrives_within_days=2
        )
