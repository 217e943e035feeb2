"""From a page of figures to the others, and back: its neighbours, the places it lies in, and what
is asked of it that could be left away."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html

from producers.regions.codes import line_of
from shop.statistics.asked import Asked
from shop.statistics.forms import QuestionForm
from shop.statistics.pages import PAGES, Page
from shop.templatetags.say import zh


class Step(NamedTuple):
    label: str
    url: str
    is_here: bool = False


def neighbours(page: Page, asked: Asked | None) -> list[Step]:
    """The same question in each composition; where there is none, each as it opens."""
    return [
        Step(
            other.title,
            asked.page_url(other.slug, by="") if asked else address_of(other),
            other == page,
        )
        for other in PAGES.values()
    ]


def address_of(page: Page) -> str:
    return reverse("statistics_page", args=[page.slug]) if page.slug else reverse("statistics")


def places_above(asked: Asked) -> list[Step]:
    """From the widest place of one's own down to the one asked for."""
    form, here = asked.form, asked.said["region"]
    own = [code for code in reversed(line_of(here)) if form.is_own_place(code)] if here else []
    return [
        Step(form.places[code].name, asked.page_url(asked.page, region=code), code == here)
        for code in own
        if code in form.places
    ]


def left_away(asked: Asked) -> list[Step]:
    """Each narrowing of the question, with the address of the question without it."""
    return [
        Step(
            format_html("{}: {}", asked.form.fields[name].label, zh(value)),
            asked.page_url(asked.page, **{name: ""}),
        )
        for name, value in narrowings(asked.form)
    ]


def narrowings(form: QuestionForm) -> list[tuple[str, str]]:
    said = form.cleaned_data
    named = {
        "other": said["other"] and form.places[said["other"]].name,
        "product": form.one_product and form.one_product.name,
        **{name: str(party) for name, party in form.parties.items()},
    }
    for name in ("category", "channel", "pairing", "online", "buyer"):
        named[name] = said[name] and dict(form.fields[name].choices)[said[name]]
    return [(name, str(value)) for name, value in named.items() if value]
