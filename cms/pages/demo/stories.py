"""What the demo's editors tell: two stories of Wushan, its fair of these weeks with the campaign
that sells there, its leading industries, and drafts for all other counties."""

import json
from datetime import timedelta

from django.utils import timezone

from cms.pages.county_drafts import draft_counties
from cms.pages.demo.campaigns import FAIR
from cms.pages.demo.pages import facts, make_page, offers
from cms.pages.models import CountyPage, FairPage, PavilionPage, StoryPage
from cms.pages.sections import section
from shop.catalogue.models import Picture, ProductPicture
from shop.channels.models import Campaign


def load() -> None:
    wushan = {"region_id": "500237"}
    for slug, goods, zh, en in STORIES:
        facts = {**wushan, "byline": BYLINE, "picture": picture_of(goods)}
        make_page(section("stories"), StoryPage, slug, facts, zh, en)
    make_page(section("fairs"), FairPage, "wushan-week", held(), FAIR_ZH, FAIR_EN)
    name_industries()
    draft_counties()


def picture_of(goods: str) -> Picture | None:
    """Of a product, by its slug."""
    shown = ProductPicture.objects.filter(product__slug=goods).select_related("picture").first()
    return shown and shown.picture


def held() -> dict:
    today = timezone.localdate()
    return {
        "place_id": "370602",
        "starts_on": today - timedelta(days=14),
        "ends_on": today + timedelta(days=14),
        "hall": PavilionPage.objects.get(slug="yantai-wushan", locale__language_code="zh-hans"),
        "campaign": Campaign.objects.get(code=FAIR),
    }


def name_industries() -> None:
    for page in CountyPage.objects.filter(region="500237").select_related("locale"):
        names = INDUSTRIES[page.locale.language_code]
        page.industries = json.dumps(
            [{"type": "industry", "value": {"name": name}} for name in names]
        )
        page.save_revision().publish()


def quote(text: str, who: str) -> tuple:
    return ("quote", {"text": text, "who": who})


def text(html: str) -> tuple:
    return ("text", html)


# Invented people: the demo names nobody who lives.
BYLINE = "沈文"
INDUSTRIES = {
    "zh-hans": ["脆李", "脐橙", "中药材", "山羊"],
    "en": ["Crisp plums", "Navel oranges", "Medicinal herbs", "Goats"],
}
STORIES = [
    (
        "a-plum-in-yantai",
        "wushan-cuili",
        {
            "title": "一颗脆李的三天",
            "lead": "清晨离枝，第三天到烟台。一箱李子要经过多少双手？",
            "byline": "沈文",
            "body": [
                text(
                    "<p>天没亮，摘李子的人先上坡。露水没干的时候果子硬，碰不坏。"
                    "篮子里垫着叶子，一层一层码好，七点前要送到合作社的棚里。</p>"
                    "<h2>过秤、登记、进冷库</h2><p>每一篮都过秤，记下是哪一户、哪一批。"
                    "这一批还剩多少克，网上就显示多少克。</p>"
                ),
                quote("从前怕卖不掉，现在怕摘不赢。", "巫山的一位种植户"),
                text(
                    "<h2>一千多公里</h2><p>打包的人下午三点前贴好面单，冷链车晚上出城。"
                    "第三天上午，烟台的门铃响了。</p>"
                ),
                offers("这个故事里的货", "500237", at_most=4),
            ],
        },
        {
            "title": "Three days of a plum",
            "lead": "Off the tree at dawn, in Yantai on the third day: how many hands does a box "
            "pass through?",
            "byline": "Shen Wen",
            "body": [
                text(
                    "<p>Before it is light the pickers climb the slope. While the dew is on it the "
                    "fruit is firm and does not bruise. By seven the baskets are at the "
                    "cooperative.</p><h2>Weighed, written down, cooled</h2><p>Each basket is "
                    "weighed, with whose it is and of which lot. What is left of the lot is what "
                    "the shop shows, to the gram.</p>"
                ),
                quote(
                    "We used to fear it would not sell. Now we cannot pick fast enough.", "A grower"
                ),
                text(
                    "<h2>A thousand kilometres</h2><p>By three the boxes have their waybills, at "
                    "night the cold lorry leaves. On the third morning a doorbell rings in "
                    "Yantai.</p>"
                ),
                offers("What this story is about", "500237", at_most=4),
            ],
        },
    ),
    (
        "oranges-in-winter",
        "wushan-liancheng",
        {
            "title": "江边的冬天是橙色的",
            "lead": "十一月到来年四月，三峡两岸的脐橙一路挂到春天。",
            "byline": "沈文",
            "body": [
                text(
                    "<p>别处的果园入冬就歇了，巫山江边的橙子才刚转色。峡谷里少霜，"
                    "果子可以挂在树上过年，想吃哪天摘哪天。</p>"
                ),
                facts(("11—4 月", "脐橙采收"), ("200—600 米", "果园所在的高度")),
                offers("江边的橙子", "500237", at_most=4),
            ],
        },
        {
            "title": "Winter by the river is orange",
            "lead": "From November to April navel oranges hang above the gorges.",
            "byline": "Shen Wen",
            "body": [
                text(
                    "<p>Elsewhere orchards rest in winter; here the oranges only begin to colour. "
                    "There is little frost in the gorge, and the fruit may stay on the tree over "
                    "the new year.</p>"
                ),
                facts(("Nov to April", "the oranges are picked"), ("200–600 m", "where they grow")),
                offers("Oranges of the river", "500237", at_most=4),
            ],
        },
    ),
]
FAIR_ZH = {
    "title": "巫山山货展销周",
    "lead": "四个星期，巫山的橙子、腊味和干货来到烟台。",
    "address": "烟台巫山人家，芝罘区",
    "hours": "每天 9:00—18:00",
    "body": [
        offers("展销的货", "500237", at_most=8),
        text("<p>现场买不下？从这个页面下单，由巫山的合作社直接发到家，同样计入展销会的销售。</p>"),
    ],
}
FAIR_EN = {
    "title": "Wushan produce fair",
    "lead": "For four weeks oranges, cured meat and dried goods of Wushan come to Yantai.",
    "address": "Wushan House, Zhifu",
    "hours": "9:00–18:00 daily",
    "body": [
        offers("What is shown", "500237", at_most=8),
        text(
            "<p>More than you can carry? Order from this page: cooperatives in Wushan send it to "
            "your door, and the sale counts for the fair.</p>"
        ),
    ],
}
