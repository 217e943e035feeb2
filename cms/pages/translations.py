"""Chinese pages beside their English ones, for editors: which are missing, which are out of date,
and what has changed since the English was written."""

from collections.abc import Iterator
from typing import NamedTuple

import django_filters
from django.conf import settings
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, TextChoices, Value, When
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from cms.pages.texts import texts_of


class State(TextChoices):
    MISSING = "missing", _("not in English yet")
    DRAFT = "draft", _("in English as a draft")
    OLD = "old", _("changed since it was put into English")
    CURRENT = "current", _("both say the same")


def translations() -> QuerySet:
    """The Chinese pages on the site, each with what became of it in English. A page is as old as
    its text, not as its last review."""
    english = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code="en"
    )
    return (
        Page.objects.live()
        .filter(locale__language_code=settings.LANGUAGE_CODE, depth__gt=1)
        .annotate(
            written_at=F("live_revision__created_at"),
            english=Subquery(english.values("pk")[:1]),
            english_live=Subquery(english.values("live")[:1]),
            english_written_at=Subquery(english.values("live_revision__created_at")[:1]),
        )
        .annotate(
            state=Case(
                When(english=None, then=Value(State.MISSING)),
                When(english_live=False, then=Value(State.DRAFT)),
                When(english_written_at__lt=F("written_at"), then=Value(State.OLD)),
                default=Value(State.CURRENT),
            )
        )
        .order_by("-written_at", "pk")
    )


class TranslationFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("English"), choices=State.choices)

    class Meta:
        model = Page
        fields = ["state"]


def beside(page) -> str:
    return reverse("translation", args=[page.pk])


class TranslationsReport(ReportView):
    page_title = _("Chinese and English")
    header_icon = "globe"
    model = Page
    any_permission_required = ["add", "change", "publish"]
    index_url_name = "translations"
    index_results_url_name = "translations_results"
    filterset_class = TranslationFilters
    list_export = ["title", "state", "written_at", "english_written_at"]
    columns = [
        TitleColumn("title", label=_("Title"), get_url=beside),
        Column("state", label=_("English"), accessor=lambda page: State(page.state).label),
        DateColumn("written_at", label=_("Chinese of")),
        DateColumn("english_written_at", label=_("English of")),
    ]

    def get_queryset(self):
        self.queryset = translations()
        return super().get_queryset()


class Beside(NamedTuple):
    """A text of both pages; whether the Chinese one changed after the English was written."""

    place: str
    chinese: str
    english: str
    changed: bool


def side_by_side(request, pk: int):
    chinese = get_object_or_404(translations(), pk=pk)
    english = Page.objects.filter(pk=chinese.english).first()
    return render(
        request,
        "pages/translation.html",
        {
            "chinese": chinese,
            "english": english,
            "texts": list(pairs(chinese, english)),
            "state": State(chinese.state).label,
        },
    )


def pairs(chinese: Page, english: Page | None) -> Iterator[Beside]:
    """By their place in the page: a block keeps its id where a page is put into English."""
    now = texts_of(newest(chinese))
    said = texts_of(newest(english)) if english else {}
    then = texts_of(as_it_was(chinese, chinese.english_written_at))
    for key in [*now, *(key for key in said if key not in now)]:
        place, text = now.get(key) or (said[key][0], "")
        was = then.get(key, ("", ""))[1]
        yield Beside(place, text, said.get(key, ("", ""))[1], bool(then) and text != was)


def newest(page: Page):
    return page.get_latest_revision_as_object()


def as_it_was(page: Page, at):
    """When the English was written; nothing where it never was."""
    revision = at and page.revisions.filter(created_at__lte=at).order_by("-created_at").first()
    return revision and revision.as_object()
