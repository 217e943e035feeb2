"""The named cast: a small true part of the country, who grows, sells, buys and reads figures there.

Each function makes one row with sensible values; what a test is about, it says by keyword.
"""

from datetime import date, timedelta
from itertools import count

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone

from cms.pages.editors import editors_group, review
from cms.users.models import User
from producers.models import (
    Certificate,
    Cooperative,
    ListedCounty,
    Lot,
    Pairing,
    Posting,
    Recognition,
    Region,
    RegionSpan,
    Staff,
)
from shop.catalogue.searching import search_text_of
from shop.models import (
    Basket,
    BasketLine,
    Campaign,
    Carrier,
    Category,
    Channel,
    Counter,
    FreightTemplate,
    FreightZone,
    Member,
    Offer,
    OfferPrice,
    Order,
    Organisation,
    Output,
    Product,
)
from shop.orders.fulfilling import become_paid
from shop.orders.placing import place
from shop.payments.transfers.choosing import choose_transfer
from shop.payments.transfers.matching import take
from shop.payments.transfers.statement import Came

PASSWORD = "demo-shanhuo"
number = count(1)

# code, level, zh, short, en, parent, the year it left the list of the 832
REGIONS = [
    ("110000", "province", "北京市", "北京", "Beijing", None, None),
    ("110101", "county", "东城区", "东城", "Dongcheng", "110000", None),
    ("370000", "province", "山东省", "山东", "Shandong", None, None),
    ("370200", "prefecture", "青岛市", "青岛", "Qingdao", "370000", None),
    ("370203", "county", "市北区", "市北", "Shibei", "370200", None),
    ("370600", "prefecture", "烟台市", "烟台", "Yantai", "370000", None),
    ("370602", "county", "芝罘区", "芝罘", "Zhifu", "370600", None),
    ("370613", "county", "莱山区", "莱山", "Laishan", "370600", None),
    ("370686", "county", "栖霞市", "栖霞", "Qixia", "370600", None),
    ("440000", "province", "广东省", "广东", "Guangdong", None, None),
    ("441900", "prefecture", "东莞市", "东莞", "Dongguan", "440000", None),
    ("500000", "province", "重庆市", "重庆", "Chongqing", None, None),
    ("500157", "county", "两江新区", "两江", "Liangjiang", "500000", None),
    ("500236", "county", "奉节县", "奉节", "Fengjie", "500000", 2018),
    ("500237", "county", "巫山县", "巫山", "Wushan", "500000", 2017),
    ("540000", "province", "西藏自治区", "西藏", "Xizang", None, None),
    ("540100", "prefecture", "拉萨市", "拉萨", "Lhasa", "540000", None),
    ("540102", "county", "城关区", "城关", "Chengguan", "540100", None),
    ("620000", "province", "甘肃省", "甘肃", "Gansu", None, None),
    ("620500", "prefecture", "天水市", "天水", "Tianshui", "620000", None),
    ("620524", "county", "武山县", "武山", "Wushan", "620500", 2018),
]
CHANNELS = [
    ("RETAIL", "普通零售（本站）", "Ordinary retail", None, "recognised"),
    ("GOV832", "832平台", "832 platform", None, "always"),
    ("GOVRSV", "预算单位预留份额采购", "Budget-unit reserved share", None, "always"),
    ("UNION", "工会采购", "Trade-union welfare", None, "always"),
    ("PAIR", "东西部协作", "East-west pairing", None, "always"),
    ("PAIRHALL", "协作地特产馆", "Paired speciality hall", "PAIR", "always"),
    ("LIVE", "直播带货", "Live-stream sale", None, "recognised"),
    ("ECOM", "其他电商平台", "Other e-commerce platforms", None, "recognised"),
    ("FIXED", "定点帮扶单位采购", "Designated-assistance unit", None, "always"),
    ("SOE", "国有企业采购", "State-owned firms", None, "always"),
    ("SOCIAL", "社会组织", "Social organisations and firms", None, "always"),
    ("MARKET", "商超、批发", "Supermarkets and wholesale", None, "recognised"),
]
CATEGORIES = [
    ("FRU", "鲜果", "Fresh fruit", True, True),
    ("GRA", "粮食杂粮", "Grain and pulses", False, False),
    ("TEA", "茶叶咖啡", "Tea and coffee", False, False),
]
CARRIERS = [
    ("SF", "顺丰速运", "SF Express", r"^SF[0-9A-Z]\d{12}$|^\d{12}$", True),
    ("YTO", "圆通速递", "YTO Express", r"^YT\d{13}$", False),
]


def country() -> None:
    """The regions, pairings, channels, categories and carriers that most tests stand on."""
    for code, level, zh, short, en, parent, lifted in REGIONS:
        since = 2025 if code == "500157" else 1981
        region(code, level, zh, short, en, parent=parent, lifted_in=lifted, since=since)
    for code, zh, en in (("500105", "江北区", "Jiangbei"), ("500112", "渝北区", "Yubei")):
        region(code, "county", zh, zh[:-1], en, parent="500000", until=2025, successor="500157")
    Pairing.objects.bulk_create(
        [
            Pairing(
                level=level,
                east_id=east,
                west_id=west,
                starts_on=date(2010, 1, 1),
                verified=True,
                source="test",
            )
            for level, east, west in (
                ("province", "370000", "500000"),
                ("city-county", "370600", "500237"),
            )
        ]
    )
    for position, (code, zh, en, parent, assistance) in enumerate(CHANNELS):
        Channel.objects.create(
            code=code,
            name_zh=zh,
            name_en=en,
            parent_id=parent,
            assistance=assistance,
            position=position,
        )
    for position, (code, zh, en, fresh, certificate_needed) in enumerate(CATEGORIES):
        Category.objects.create(
            code=code,
            name_zh=zh,
            name_en=en,
            fresh=fresh,
            certificate_required=certificate_needed,
            position=position,
        )
    for code, zh, en, form, cold in CARRIERS:
        Carrier.objects.create(
            code=code, name_zh=zh, name_en=en, number_format=form, cold_chain=cold
        )


def region(
    code,
    level,
    zh,
    short,
    en,
    *,
    parent=None,
    lifted_in=None,
    since=1981,
    until=None,
    successor=None,
):
    made = Region.objects.create(
        code=code,
        level=level,
        name_zh=zh,
        short_zh=short,
        name_en=en,
        pinyin=en,
        parent_id=parent,
        from_year=since,
        until_year=until,
        successor_id=successor,
        lifted_in=lifted_in,
    )
    RegionSpan.objects.create(region=made, name_zh=zh, from_year=since, until_year=until)
    return made


def the_list() -> None:
    """The counties of this country that stand on the list of the 832."""
    for county in Region.objects.listed():
        ListedCounty.objects.create(
            name_then=county.name_zh,
            code_then=county.code,
            province_id=f"{county.code[:2]}0000",
            exit_year=county.lifted_in,
            region=county,
            status=ListedCounty.Status.ACTIVE,
        )


def user(name: str = "buyer", **fields) -> User:
    return User.objects.create_user(f"{name}@shanhuo.example", PASSWORD, **fields)


def operator(name: str = "operator") -> User:
    person = user(name)
    person.user_permissions.add(Permission.objects.get(codename="operate"))
    return person


def newsroom() -> dict[str, User]:
    """An editor, and who takes the three reviews of what they write."""
    editors = {"editor": editors_group()}
    reviewers = dict(zip(("chushen", "fushen", "zhongshen"), review(), strict=True))
    people = {}
    for name, group in (editors | reviewers).items():
        people[name] = user(name)
        people[name].groups.add(group)
    return people


def official(region_code: str | None = "500237", name: str = "wushan", **fields) -> User:
    """Somebody posted to a region; None is the whole country."""
    person = user(name)
    fields.setdefault("starts_on", date(2020, 1, 1))
    Posting.objects.create(user=person, region_id=region_code, **fields)
    return person


def cooperative(county: str = "500237", **fields) -> Cooperative:
    n = next(number)
    fields.setdefault("name_zh", f"曲尺脆李合作社{n}")
    fields.setdefault("name_en", f"Quchi Plum Cooperative {n}")
    fields.setdefault("credit_code", f"93500237MA5U{n:06}"[:18])
    fields.setdefault("status", Cooperative.Status.APPROVED)
    return Cooperative.objects.create(county_id=county, **fields)


def desk(at: Cooperative, name: str = "coop") -> User:
    """Somebody who works a cooperative's desk."""
    person = user(name)
    Staff.objects.create(user=person, cooperative=at)
    return person


def organisation(kind: str = "union", region_code: str = "370602", **fields) -> Organisation:
    fields.setdefault("name_zh", "烟台市总工会")
    fields.setdefault("tax_number", f"81370600MC{next(number):07}X")
    return Organisation.objects.create(kind=kind, region_id=region_code, **fields)


def member(of: Organisation, name: str = "union", *, last_name: str = "", **fields) -> User:
    person = user(name, last_name=last_name)
    Member.objects.create(organisation=of, user=person, **fields)
    return person


def product(of: Cooperative, name_zh: str = "巫山脆李", **fields) -> Product:
    fields.setdefault("slug", f"plum-{next(number)}")
    fields.setdefault("name_en", "Wushan crisp plum")
    fields.setdefault("category_id", "FRU")
    fields.setdefault("season_months", [6, 7, 8])
    fields.setdefault("fresh", True)
    fields.setdefault("certificate_required", True)
    fields.setdefault("transport", "cold")
    fields.setdefault("status", Product.Status.PUBLISHED)
    fields.setdefault("published_at", timezone.now())
    made = Product(county=of.county, listed_by=of, name_zh=name_zh, **fields)
    made.search_text = search_text_of(made)
    made.save()
    return made


def certificate(of: Cooperative, **fields) -> Certificate:
    fields.setdefault("number", f"HG{next(number):06}")
    return Certificate.objects.create(
        cooperative=of,
        basis=Certificate.Basis.OWN_CONTROL,
        issued_on=timezone.localdate(),
        issuer_zh=of.name_zh,
        contact="023-57682000",
        **fields,
    )


def lot(of: Cooperative, grams: int = 1_000_000, **fields) -> Lot:
    today = timezone.localdate()
    fields.setdefault("batch", f"B{next(number):05}")
    fields.setdefault("produce_zh", "巫山脆李")
    fields.setdefault("harvest_from", today - timedelta(days=10))
    fields.setdefault("harvest_to", today + timedelta(days=30))
    fields.setdefault("sells_from", today - timedelta(days=10))
    fields.setdefault("sells_to", today + timedelta(days=30))
    fields.setdefault("available_g", grams)
    return Lot.objects.create(cooperative=of, total_g=grams, **fields)


def output(by: User, grams: int, of: Product | None = None) -> Output:
    """What Wushan grows this year, of a product or of all."""
    return Output.objects.create(
        county_id="500237",
        year=timezone.localdate().year,
        product=of,
        weight_g=grams,
        source="年鉴",
        entered_by=by,
    )


def offer(of: Product, from_lot: Lot, **fields) -> Offer:
    fields.setdefault("net_g", 2500)
    fields.setdefault("gross_g", 3150)
    fields.setdefault("price_fen", 6880)
    made = Offer.objects.create(product=of, lot=from_lot, **fields)
    OfferPrice.objects.create(offer=made, price_fen=made.price_fen)
    return made


def plums(grams: int = 1_000_000, **fields) -> Offer:
    """A box of Wushan crisp plums on sale today, certified, with freight: all that stands behind
    it is reached through the offer."""
    grower = cooperative()
    freight(grower, "cold")
    lot_of_today = lot(grower, grams, certificate=certificate(grower))
    return offer(product(grower, slug=fields.pop("slug", "wushan-cuili")), lot_of_today, **fields)


def millet(grams: int = 1_000_000, **fields) -> Offer:
    """A bag of millet on sale today: neither fresh nor cold, from another county."""
    grower = cooperative(
        "620524", name_zh=f"武山小米合作社{next(number)}", name_en="Wushan Millet Cooperative"
    )
    freight(grower, "ambient")
    made = product(
        grower,
        "武山小米",
        name_en="Wushan millet",
        category_id="GRA",
        season_months=[],
        fresh=False,
        certificate_required=False,
        transport="ambient",
        shelf_life_days=360,
    )
    fields = {"net_g": 1000, "gross_g": 1100, "price_fen": 1800, **fields}
    return offer(made, lot(grower, grams, produce_zh="武山小米"), **fields)


def hall(by: User, place: str = "370602", *, clerk: User | None = None, **fields) -> Counter:
    fields.setdefault("code", "hall")
    fields.setdefault("name_zh", "烟台巫山人家")
    made = Counter.objects.create(channel_id="PAIRHALL", place_id=place, made_by=by, **fields)
    if clerk:
        made.clerks.create(user=clerk, starts_on=date(2020, 1, 1))
    return made


# As in the examples of the field: zone, places, first weight and step in fen, days under way.
COLD_ZONES = [
    ("近区", ["50", "51", "42", "43", "52"], True, 1000, 200, 2),
    (
        "东部",
        ["11", "12", "13", "14", "31", "32", "33", "34", "35", "36", "37", "41", "44", "45", "61"],
        True,
        1200,
        300,
        3,
    ),
    ("远区", ["15", "21", "22", "23", "46", "53", "62", "64"], True, 2000, 800, 4),
    ("不发生鲜", ["54", "63", "65", "71", "81", "82"], False, 0, 0, 0),
]
AMBIENT_ZONES = [
    ("普通", [], True, 800, 200, 5),
    ("偏远", ["15", "54", "63", "65"], True, 1800, 1200, 9),
    ("不配送", ["71", "81", "82"], False, 0, 0, 0),
]


def freight(of: Cooperative, transport: str = "cold", **fields) -> FreightTemplate:
    cold = transport == "cold"
    fields.setdefault("ships_within_hours", 24 if cold else 48)
    fields.setdefault("free_over_fen", None if cold else 9900)
    template = FreightTemplate.objects.create(
        cooperative=of, transport=transport, name_zh="冷链" if cold else "常温", **fields
    )
    for name, places, delivers, first_fen, step_fen, days in COLD_ZONES if cold else AMBIENT_ZONES:
        FreightZone.objects.create(
            template=template,
            name_zh=name,
            places=places,
            delivers=delivers,
            first_fen=first_fen,
            step_fen=step_fen,
            arrives_within_days=days,
        )
    return template


def recognition(of: Cooperative, product_zh: str = "巫山脆李", **fields) -> Recognition:
    fields.setdefault("number", f"BF{next(number):06}")
    fields.setdefault("starts_on", date(2020, 1, 1))
    return Recognition.objects.create(
        cooperative=of,
        county=of.county,
        scope=Recognition.Scope.PRODUCT if product_zh else Recognition.Scope.SUPPLIER,
        product_zh=product_zh,
        recognised_by="巫山县乡村振兴局",
        **fields,
    )


def basket(*offers, packs: int = 1, user=None) -> Basket:
    """Somebody's basket with packs of each offer, at the price of now."""
    made = Basket.objects.create(key=f"basket-{next(number)}", user=user)
    for one in offers:
        BasketLine.objects.create(basket=made, offer=one, packs=packs, seen_price_fen=one.price_fen)
    return made


def delivery(destination: str = "370613", **fields) -> dict:
    """What a buyer fills in at the checkout: to a home in Yantai."""
    return {
        "receiver": "张三",
        "phone": "13800138000",
        "email": "zhangsan@shanhuo.example",
        "destination": Region.objects.select_related("parent__parent").get(code=destination),
        "street": "港城东大街1号",
        "organisation": None,
        "fresh_terms": True,
        **fields,
    }


def home(**fields) -> dict:
    """An address as somebody keeps it."""
    whole = delivery(**fields)
    receiver, phone, street = whole["receiver"], whole["phone"], whole["street"]
    return {"receiver": receiver, "phone": phone, "place": whole["destination"], "street": street}


def order(
    *offers, packs: int = 1, buyer=None, campaign_code: str = "", voucher_code: str = "", **fields
) -> Order:
    """An order that waits for payment, its goods held. Keywords are those of `delivery`."""
    return place(
        basket=basket(*offers, packs=packs),
        buyer=buyer,
        delivery=delivery(**fields),
        token=f"token-{next(number)}",
        language="zh-hans",
        campaign_code=campaign_code,
        voucher_code=voucher_code,
    )


def paid_order(*offers, at=None, **fields) -> Order:
    """The same when the provider has said that the money came."""
    made = order(*offers, **fields)
    with transaction.atomic():
        become_paid(made, at=at or timezone.now())
    return made


def transferred_order(*offers, **fields) -> Order:
    """One of an organisation, paid by bank transfer."""
    made = order(*offers, organisation=organisation(), **fields)
    choose_transfer(made)
    came = Came(
        booked_on=timezone.localdate(),
        amount_fen=made.total_fen,
        payer="烟台市总工会",
        account="",
        text=made.code,
        number=f"N{next(number)}",
    )
    take(came.key(), came, by=operator(f"teller-{next(number)}"))
    made.refresh_from_db()
    return made


def campaign(code: str = "live-1", channel: str = "LIVE", **fields) -> Campaign:
    fields.setdefault("starts_on", date(2020, 1, 1))
    return Campaign.objects.create(
        code=code, channel_id=channel, name_zh="直播", name_en="Livestream", **fields
    )
