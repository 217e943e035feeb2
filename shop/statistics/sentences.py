"""The question and its answer as one sentence, in Chinese and in English whatever the page speaks:
it is to be copied into a bulletin."""

from dataclasses import dataclass
from datetime import date

from django.utils import dateformat, translation

from producers.regions.models import Region
from shop import money
from shop.statistics import figures
from shop.statistics.answering import Line
from shop.statistics.choices import category_choices, channels, pairings
from shop.statistics.question import Buyer
from shop.statistics.sheet import Answers


@dataclass(frozen=True)
class Sentences:
    zh: str
    en: str


def sentences_of(answers: Answers) -> Sentences:
    with translation.override("zh-hans"):
        zh = chinese(answers)
    with translation.override("en"):
        en = english(answers)
    return Sentences(zh, en)


def chinese(answers: Answers) -> str:
    asked, until = answers.form.cleaned_data, answers.asked.question.last
    opening = f"截至{until.month}月{until.day}日，{sold_zh(answers)}"
    if answers.whole:
        to = "销往" if answers.asked.other_side == "destination" else "来自"
        share = percent(figures.share(answers.total.now, answers.whole.total.now))
        if share is None:
            if answers.whole.total.now.sums.rows:
                return f"{opening}没有净额。"
            return f"截至{until.month}月{until.day}日，没有{sold_zh(answers)}。"
        other = answers.form.places[asked["other"]].short_zh
        return f"{opening}中{to}{other}的占{share}{grown_zh(answers.total)}。"
    amount = f"{money.ten_thousands(answers.total.amount_fen)}万元"
    return f"{opening}额{amount}{grown_zh(answers.total)}。"


def sold_zh(answers: Answers) -> str:
    """巫山脆李线上销售"""
    asked, place = answers.form.cleaned_data, place_of(answers)
    goods = answers.form.one_product.name_zh if answers.form.one_product else ""
    if not goods:
        goods = dict(category_choices()).get(asked["category"], "农产品")
    recognised = "认定帮扶产品" if asked["recognised"] else ""
    if asked["side"] != "origin":
        where = {"destination": "销往{}的", "buyer_region": "{}采购的"}[asked["side"]]
        prefix = where.format(place.short_zh) if place else ""
    else:
        prefix = place.short_zh if place and not answers.form.one_product else ""
    by_whom = {Buyer.CONSUMER: "面向个人的", Buyer.ORGANISATION: "面向单位的"}.get(
        asked["buyer"], ""
    )
    ways = [
        f"在{name_of(pairings(), asked['pairing'])}结对下" if asked["pairing"] else "",
        f"经{name_of(channels(), asked['channel'])}" if asked["channel"] else "",
        {"online": "线上", "offline": "线下"}.get(asked["online"], ""),
    ]
    return f"{by_whom}{prefix}{goods}{recognised}{''.join(ways)}销售"


def grown_zh(line: Line) -> str:
    if line.growth is None:
        return f"，上年同期没有{'净销售额' if line.before.sums.rows else '销售'}"
    if round(line.growth, 3) == 0:
        return "，同比持平"
    word = "增长" if line.growth > 0 else "下降"
    return f"，同比{word}{percent(abs(line.growth))}"


def english(answers: Answers) -> str:
    asked = answers.form.cleaned_data
    opening, sold = f"By {day_en(answers.asked.question.last)}", sold_en(answers)
    if answers.whole:
        share = percent(figures.share(answers.total.now, answers.whole.total.now))
        if share is None:
            net = "net " if answers.whole.total.now.sums.rows else ""
            return f"{opening} there were no {net}{sold}."
        went = "went to" if answers.asked.other_side == "destination" else "came from"
        other = answers.form.places[asked["other"]].name_en
        return f"{opening}, {share} of {sold} {went} {other}, {grown_en(answers.total)}."
    amount = money.yuan(answers.total.amount_fen)
    return f"{opening}, {sold} came to {amount} yuan, {grown_en(answers.total)}."


def sold_en(answers: Answers) -> str:
    """online sales of Wushan crisp plum"""
    asked, place = answers.form.cleaned_data, place_of(answers)
    product = answers.form.one_product
    goods = (product.name_en or product.name_zh) if product else "produce"
    if asked["category"] and not product:
        goods = dict(category_choices())[asked["category"]].lower()
    to = "by" if asked["side"] == "buyer_region" else "to"
    words = [
        asked["online"],
        "sales of",
        "recognised" if asked["recognised"] else "",
        goods,
        {"origin": "of {}", "destination": "sent to {}", "buyer_region": "bought in {}"}[
            asked["side"]
        ].format(place.name_en)
        if place and not (product and asked["side"] == "origin")
        else "",
        {Buyer.CONSUMER: f"{to} persons", Buyer.ORGANISATION: f"{to} organisations"}.get(
            asked["buyer"], ""
        ),
        f"by way of {name_of(channels(), asked['channel'])}" if asked["channel"] else "",
        f"within {name_of(pairings(), asked['pairing'])}" if asked["pairing"] else "",
    ]
    return " ".join(filter(None, words))


def grown_en(line: Line) -> str:
    if line.growth is None:
        net = "net " if line.before.sums.rows else ""
        return f"with no {net}sales in the same period last year"
    if round(line.growth, 3) == 0:
        return "as much as in the same period last year"
    word = "up" if line.growth > 0 else "down"
    return f"{word} {percent(abs(line.growth))} on the same period last year"


def place_of(answers: Answers) -> Region | None:
    return answers.form.places.get(answers.form.cleaned_data["region"])


def name_of(known, code: str) -> str:
    return next(row.name for row in known if row.code == code)


def day_en(day: date) -> str:
    return dateformat.format(day, "j F")


def percent(share: float | None) -> str | None:
    return None if share is None else f"{share * 100:.1f}%"
