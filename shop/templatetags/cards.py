"""`{% draw_cards cards … %}`: cards of goods, written here since there are dozens on a page."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def draw_cards(cards: list[dict], *, heading: str, blank: str, **words: str) -> SafeString:
    """The words come from the template, in the language of the page."""
    return mark_safe("".join(card_html(card, heading, blank, words) for card in cards))


def card_html(card: dict, heading: str, blank: str, words: dict[str, str]) -> str:
    picture = card["picture"] or f'<span class="card__blank">{blank}</span>'
    return (
        f'<li class="card"><div class="card__media">{picture}</div><div class="card__body">'
        f'<{heading}><a href="{escape(card["url"])}">{escape(card["name"])}</a></{heading}>'
        f'<p class="muted">{escape(card["county"])}</p>'
        f"{stars_html(card, words)}{price_html(card, words)}{badges_html(card, words)}</div></li>"
    )


def stars_html(card: dict, words: dict[str, str]) -> str:
    if not card["stars"]:
        return ""
    return (
        f'<p class="stars"><span aria-hidden="true">★</span> {card["stars"]} '
        f'<span class="muted">({card["reviews"]}<span class="visually-hidden"> '
        f"{words['reviews']}</span>)</span></p>"
    )


def price_html(card: dict, words: dict[str, str]) -> str:
    if not card["price"]:
        return f'<p class="muted">{words["not_on_sale"]}</p>'
    several = f' <span class="price__unit">{words["from_price"]}</span>' if card["several"] else ""
    return (
        f'<p><span class="price">{card["price"]}</span>{several}<br>'
        f'<span class="price__unit">{card["per_500g"]} / 500 g</span></p>'
    )


def badges_html(card: dict, words: dict[str, str]) -> str:
    kinds = {"sold_out": "bad", "ahead": "warn", "in_season": "season", "indication": "info"}
    badges = "".join(
        f'<span class="badge badge--{kind}">{words[name]}</span>'
        for name, kind in kinds.items()
        if card.get(name)
    )
    return f'<p class="cluster">{badges}</p>' if badges else ""
