"""Targets, reserved shares, outputs, funds and quoted figures. The amounts are made up to fit the
demo's sales; the outputs follow what newspapers said of the plums."""

from datetime import date, datetime, time

from django.utils import timezone

from cms.pages.demo.people import tax_number
from cms.pages.models import CountyPage
from cms.users.models import User
from producers.cooperatives.models import Cooperative
from producers.regions.models import Pairing
from shop.buyers.models import ConfirmedName, Member, Organisation
from shop.catalogue.models import Product
from shop.quoting.counting import count, quote
from shop.quoting.models import QuotedFigure
from shop.subsidies.models import Project
from shop.targets.models import Canteen, Output, Target

WAN = 1_000_000  # 10,000 yuan in fen
SELL, BUY = Target.Side.SELL, Target.Side.BUY
MADE_UP = "示例数据"
# By how much the targets of a year are below those of 2026.
YEARS = {2025: 88, 2026: 100}
# In 10,000 yuan, of 2026.
PLACES = [
    ("chongqing", SELL, "500000", "", 1750),
    ("wushan", SELL, "500237", "", 1500),
    ("chongqing", SELL, "500229", "", 110),
    ("chongqing", SELL, "500242", "", 80),
    ("chongqing", SELL, "500240", "", 24),
    ("chongqing", SELL, "500235", "", 22),
    ("wushan", SELL, "500237", "ECOM", 700),
    ("wushan", SELL, "500237", "LIVE", 640),
    ("wushan", SELL, "500237", "PAIR", 160),
    ("yantai", BUY, "370600", "", 60),
    ("yantai", BUY, "370600", "PAIR", 18),
    ("yantai", BUY, "370600", "UNION", 5),
    ("yantai", BUY, "370600", "GOV832", 1),
]
PAIRS = [("chongqing", "370000", "500000", 560), ("yantai", "370600", "500237", 32)]
# Kind, place of registration, target in 10,000 yuan, canteen purchases in 10,000 yuan.
UNITS = {
    "烟台市机关食堂": ("budget_unit", "370602", 1, 9),
    "烟台市学校食堂": ("budget_unit", "370602", 1, 4),
    "烟台市芝罘区机关食堂": ("budget_unit", "370602", None, None),
    "重庆市机关食堂": ("budget_unit", "500103", 14, 120),
    "重庆市学校食堂": ("budget_unit", "500103", 5, 40),
}
# Tonnes and ten thousands of yuan of plums by year.
PLUMS = {
    2021: (110_000, 160_000),
    2022: (130_000, 170_000),
    2023: (135_000, 180_000),
    2024: (135_000, 180_000),
    2025: (135_000, 180_000),
}
PROJECTS = [
    ("曲尺乡脆李分拣冷链中心", 620, True, "plums"),
    ("脆李电商直播基地", 180, True, "cooperative"),
    ("鲜果品牌推广", 90, True, "FRU"),
    ("双龙镇入户道路硬化", 410, False, ""),
    ("饮水安全巩固提升", 260, False, ""),
]


def load(people: dict[str, User]) -> None:
    units = units_of(people)
    for year, percent in YEARS.items():
        set_targets(year, percent, units, people)
        report_canteens(year, percent, units, people)
        enter_projects(year, percent, people["wushan"])
    plums = Product.objects.get(slug="wushan-cuili")
    Output.objects.bulk_create(
        Output(
            county_id="500237",
            year=year,
            product=plums,
            weight_g=tonnes * 1_000_000,
            amount_fen=value * WAN,
            source=f"据新闻报道整理（{MADE_UP}）",
            entered_by=people["wushan"],
        )
        for year, (tonnes, value) in PLUMS.items()
    )


def units_of(people: dict[str, User]) -> dict[str, Organisation]:
    known = {unit.name_zh: unit for unit in Organisation.objects.filter(name_zh__in=UNITS)}
    for number, (name, (kind, region, _, _)) in enumerate(UNITS.items(), start=11):
        if name not in known:
            known[name] = Organisation.objects.create(
                name_zh=name,
                kind=kind,
                region_id=region,
                tax_number=tax_number("12", region, number),
            )
    Member.objects.create(organisation=known["烟台市机关食堂"], user=people["union"], keeper=True)
    # All but the one that has reported nothing.
    ConfirmedName.objects.bulk_create(
        ConfirmedName(organisation=unit, by=people["national"])
        for name, unit in known.items()
        if UNITS[name][3]
    )
    return known


def set_targets(year: int, percent: int, units: dict, people: dict[str, User]) -> None:
    def target(by: str, side: str, wan: int, **whose) -> Target:
        return Target(
            year=year,
            side=side,
            amount_fen=wan * WAN * percent // 100,
            document=f"{year} 年度消费帮扶工作方案（{MADE_UP}）",
            set_by=people[by],
            **whose,
        )

    targets = [
        target(by, side, wan, region_id=place, channel_id=channel or None)
        for by, side, place, channel, wan in PLACES
    ]
    for by, east, west, wan in PAIRS:
        pairing = Pairing.objects.in_force(date(year, 1, 1)).get(east=east, west=west)
        targets.append(target(by, BUY, wan, pairing=pairing))
    for name, (_, region, wan, _) in UNITS.items():
        if wan:
            by = "yantai" if region.startswith("37") else "chongqing"
            targets.append(target(by, BUY, wan, organisation=units[name]))
    Target.objects.bulk_create(targets)


def report_canteens(year: int, percent: int, units: dict, people: dict[str, User]) -> None:
    """One shares the canteen of another, one is run by a contractor."""
    for name, (_, _, _, wan) in UNITS.items():
        shared = wan is None
        state = Canteen.State.SHARED if shared else Canteen.State.OWN
        if name == "重庆市学校食堂":
            state = Canteen.State.OUTSOURCED
        Canteen.objects.create(
            organisation=units[name],
            year=year,
            state=state,
            reported_by_unit=units["烟台市机关食堂"] if shared else None,
            purchases_fen=(wan or 0) * WAN * percent // 100,
            reported_by=people["union"],
        )


def enter_projects(year: int, percent: int, by: User) -> None:
    goods = {
        "plums": {"product": Product.objects.get(slug="wushan-cuili")},
        "cooperative": {"cooperative": Cooperative.objects.get(county="500237")},
        "FRU": {"category_id": "FRU"},
        "": {},
    }
    Project.objects.bulk_create(
        Project(
            county_id="500237",
            year=year,
            name_zh=name,
            amount_fen=wan * WAN * percent // 100,
            for_industry=for_industry,
            source=f"{year} 年衔接资金项目计划（{MADE_UP}）",
            entered_by=by,
            **goods[what],
        )
        for name, wan, for_industry, what in PROJECTS
    )


# Measure, its name for editors, and what a reader is told in either language.
FIGURES = [
    (
        "share",
        "脆李线上销往山东占比",
        "线上售出的巫山脆李，销往山东的比例",
        "of the crisp plums sold online went to Shandong",
    ),
    (
        "growth",
        "脆李线上销往山东增长",
        "线上销往山东，比上年同期",
        "online sales to Shandong over the year before",
    ),
    (
        "weight_g",
        "脆李线上销往山东重量",
        "线上销往山东的脆李",
        "of crisp plums sold online to Shandong",
    ),
]


# Before the last reports of that season came in: an editor has it to revise.
EARLY = timezone.make_aware(datetime.combine(date(2022, 9, 5), time(8)))


def quote_figures(editor: User) -> None:
    """The newspaper's sentence as figures on the county's pages, in both languages; and one that
    has changed since."""
    zh, en = [], []
    for measure, name, label_zh, label_en in FIGURES:
        figure = quoted(measure, name, destination="370000", as_of=timezone.now(), editor=editor)
        zh.append({"figure": figure, "label": label_zh})
        en.append({"figure": figure, "label": label_en})
    for page in CountyPage.objects.filter(region="500237").select_related("locale"):
        said = en if page.locale.language_code == "en" else zh
        page.body.insert(1, ("figures", said))
        page.save_revision().publish()
    quoted("amount_fen", "脆李线上销售额（9 月初）", destination=None, as_of=EARLY, editor=editor)


def quoted(measure: str, name: str, *, destination: str | None, as_of: datetime, editor: User):
    figure = QuotedFigure(
        name=name,
        measure=measure,
        first=date(2022, 7, 1),
        last=date(2022, 8, 31),
        destination_id=destination,
        product=Product.objects.get(slug="wushan-cuili"),
        online_only=True,
    )
    quote(figure, count(figure, as_of=as_of), as_of=as_of, by=editor)
    figure.save()
    return figure
