"""The pages an editor would have written: home, the county of Wushan and two halls, in Chinese
and English. Run twice it writes them anew."""

import json
from datetime import date

from django.db import transaction
from wagtail.models import Locale, Page

from cms.pages.models import CountyPage, HomePage, PavilionPage
from shop.channels.models import Campaign

HALLS_BEGAN = date(2020, 1, 1)


@transaction.atomic
def make_pages() -> None:
    home = HomePage.objects.get(locale=Locale.get_default())
    fill(home, HOME_ZH)
    fill(home.get_translation(in_english()), HOME_EN)
    for model, slug, facts, zh, en in PAGES:
        if campaign := facts.get("campaign"):
            facts = {**facts, "campaign": make_campaign(campaign, zh["title"], en["title"])}
        make_page(home, model, slug, facts, zh, en)


def in_english() -> Locale:
    return Locale.objects.get(language_code="en")


def make_page(parent: Page, model: type[Page], slug: str, facts: dict, zh: dict, en: dict) -> None:
    """In both languages; what is there already is filled anew."""
    page = model.objects.child_of(parent).filter(slug=slug).first() or parent.add_child(
        instance=model(slug=slug, locale=parent.locale, **zh_or_en(zh), **facts)
    )
    fill(page, zh)
    copy = page.get_translation_or_none(in_english()) or page.copy_for_translation(in_english())
    fill(copy, en)


def zh_or_en(texts: dict) -> dict:
    return {"title": texts["title"], "lead": texts["lead"]}


def fill(page: Page, texts: dict) -> None:
    for name, value in texts.items():
        setattr(page, name, value)
    # As it is stored: a place is its code.
    # A block and its translation bear one id.
    page.body = json.dumps(
        [
            {"type": kind, "value": value, "id": str(number)}
            for number, (kind, value) in enumerate(texts["body"], start=1)
        ]
    )
    page.draft_title = page.title
    page.save_revision().publish()


def make_campaign(code: str, name_zh: str, name_en: str) -> Campaign:
    return Campaign.objects.update_or_create(
        code=code,
        defaults={
            "channel_id": "PAIRHALL",
            "name_zh": name_zh,
            "name_en": name_en,
            "starts_on": HALLS_BEGAN,
        },
    )[0]


def offers(heading: str, place: str | None = None, *, in_season=False, at_most=8) -> tuple:
    return (
        "offers",
        {"heading": heading, "place": place, "in_season": in_season, "at_most": at_most},
    )


def steps(heading: str, *pairs: tuple[str, str]) -> tuple:
    return (
        "steps",
        {"heading": heading, "steps": [{"heading": h, "text": t} for h, t in pairs]},
    )


def facts(*pairs: tuple[str, str]) -> tuple:
    return ("facts", [{"value": value, "label": label} for value, label in pairs])


HOME_ZH = {
    "title": "从大山里来，到您家门口",
    "lead": "832 个脱贫县的山里好物，由种它、养它的合作社直接卖给您。每一笔都记在台账上，"
    "看得见来自哪里、去了哪里。",
    "search_description": "832 个脱贫县的当季鲜果、粮油、茶叶和山珍，合作社直供，产地可查。",
    "body": [
        offers("正当时", in_season=True),
        steps(
            "一箱山货怎么到您家",
            ("产地采收", "合作社按批次采收、称重、登记，产地、采收期和合格证一目了然。"),
            (
                "下单付款",
                "支付宝、微信支付或银行卡付款。每批货按克管理，售出多少就少多少，不会超卖。",
            ),
            ("打包发出", "合作社就地打包，生鲜走冷链，每个包裹都有运单号可查。"),
            ("签收入账", "您确认收货，这一笔计入该县的销售台账，帮扶成效按实数统计。"),
        ),
        facts(
            ("832", "个县曾在国家级贫困县名单上"),
            ("2020 年", "全部脱贫摘帽"),
            ("22 个", "中西部省区市"),
        ),
        offers("新上架的山货", at_most=8),
    ],
}
HOME_EN = {
    "title": "From the mountains to your door",
    "lead": "Produce from the 832 counties that left poverty behind, sold to you by the "
    "cooperatives that grow it. Each sale goes into an open ledger: where it came from, "
    "where it went.",
    "search_description": "Fresh fruit, grain, tea and mountain goods from 832 counties of China, "
    "straight from the cooperatives.",
    "body": [
        offers("In season now", in_season=True),
        steps(
            "How a box comes to you",
            (
                "Picked where it grows",
                "The cooperative picks, weighs and records each lot: its county, its harvest "
                "days and its certificate.",
            ),
            (
                "Ordered and paid",
                "By Alipay, WeChat Pay or card. Each lot is kept by the gram, so nothing is sold "
                "that is not there.",
            ),
            (
                "Packed and sent",
                "Packed at the place, fresh produce by cold chain, each parcel with a waybill "
                "you can follow.",
            ),
            (
                "Received and counted",
                "You confirm that it arrived, and the sale stands in the ledger of its county.",
            ),
        ),
        facts(
            ("832", "counties were on the national list of poor counties"),
            ("2020", "the year the last of them left it"),
            ("22", "provinces of the centre and the west"),
        ),
        offers("New on the market", at_most=8),
    ],
}

WUSHAN_ZH = {
    "title": "巫山县",
    "lead": "长江三峡腹地，两岸高山。夏天有脆李，冬天有恋橙。",
    "body": [
        offers("巫山好物", "500237"),
        (
            "text",
            "<h2>峡江边的果园</h2><p>巫山的果树种在江两岸的坡地上，早晚凉、日头足。脆李六月到八月"
            "陆续成熟，从低处往高处一层层采上去；脐橙从十一月一直挂到来年四月。</p>"
            "<h2>与烟台结对</h2><p>巫山和山东烟台是东西部协作的结对区县。烟台市民在特产馆和网上"
            "买到的巫山货，都记入两地的协作台账。</p>",
        ),
        facts(
            ("2017 年", "退出贫困县序列"), ("烟台市", "东西部协作结对城市"), ("6—8 月", "脆李采收")
        ),
    ],
}
WUSHAN_EN = {
    "title": "Wushan",
    "lead": "High slopes on both sides of the Yangtze gorges: crisp plums in summer, navel oranges "
    "in winter.",
    "body": [
        offers("Goods of Wushan", "500237"),
        (
            "text",
            "<h2>Orchards above the gorge</h2><p>The trees of Wushan stand on the slopes above the "
            "river, with cool nights and long sun. Crisp plums ripen from June to August and are "
            "picked from the foot of the mountain upwards; navel oranges hang from November to "
            "April.</p><h2>Paired with Yantai</h2><p>Wushan and Yantai in Shandong are partners of "
            "the east-west programme. What people in Yantai buy of it, in the hall or here, stands "
            "in the ledger of that partnership.</p>",
        ),
        facts(
            ("2017", "the year it left the list of poor counties"),
            ("Yantai", "its partner city in the east"),
            ("June to August", "the plums are picked"),
        ),
    ],
}

YANTAI_HALL_ZH = {
    "title": "烟台巫山人家",
    "lead": "三峡脆李、恋橙和山里干货，在烟台就能买到：柜台现买，线上直发。",
    "address": "烟台市芝罘区",
    "hours": "每天 9:00—18:00",
    "body": [
        offers("巫山来的", "500237", at_most=12),
        (
            "text",
            "<p>烟台巫山人家是巫山货在结对城市烟台的特产馆。线上下单由巫山的合作社就地打包发出；"
            "柜台销售由馆方按月报送，两处合在一起就是这座馆卖出的巫山货。</p>",
        ),
    ],
}
YANTAI_HALL_EN = {
    "title": "Wushan House in Yantai",
    "lead": "Crisp plums, navel oranges and dried mountain goods from the gorges, at the counter "
    "in Yantai or sent straight from Wushan.",
    "address": "Zhifu District, Yantai",
    "hours": "9:00–18:00 daily",
    "body": [
        offers("From Wushan", "500237", at_most=12),
        (
            "text",
            "<p>The hall of Wushan's goods in its partner city. What is ordered here is packed and "
            "sent by cooperatives in Wushan; what the counter sells is reported each month, and "
            "both together are what the hall sold.</p>",
        ),
    ],
}

WUSHAN_HALL_ZH = {
    "title": "巫山烟台人家",
    "lead": "烟台的苹果、莱阳梨、大樱桃和海货，回赠三峡边的朋友。",
    "address": "巫山县高唐街道",
    "hours": "每天 9:00—18:00",
    "body": [
        offers("烟台来的", "370600", at_most=12),
        (
            "text",
            "<p>巫山烟台人家是烟台货在巫山的特产馆。协作是双向的：西货东送计入帮扶，"
            "东货西来另行统计，不混在一起。</p>",
        ),
    ],
}
WUSHAN_HALL_EN = {
    "title": "Yantai House in Wushan",
    "lead": "Apples, Laiyang pears, cherries and goods of the sea, in return to friends above the "
    "gorges.",
    "address": "Gaotang, Wushan",
    "hours": "9:00–18:00 daily",
    "body": [
        offers("From Yantai", "370600", at_most=12),
        (
            "text",
            "<p>The hall of Yantai's goods in Wushan. The partnership goes both ways: what travels "
            "from west to east counts as assistance, what comes back is counted by itself.</p>",
        ),
    ],
}

PAGES = [
    (CountyPage, "wushan", {"region_id": "500237"}, WUSHAN_ZH, WUSHAN_EN),
    (
        PavilionPage,
        "yantai-wushan",
        {"place_id": "500237", "partner_id": "370600", "campaign": "hall-yantai-wushan"},
        YANTAI_HALL_ZH,
        YANTAI_HALL_EN,
    ),
    (
        PavilionPage,
        "wushan-yantai",
        {"place_id": "370600", "partner_id": "500237"},
        WUSHAN_HALL_ZH,
        WUSHAN_HALL_EN,
    ),
]
