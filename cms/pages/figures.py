"""Where editors keep the figures their pages quote: each is counted when it is saved."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.keeping import pages_changed
from shop.quoting.counting import FEWEST_ORDERS, Measure, count, fewest_orders, quote, written
from shop.quoting.models import QuotedFigure


class FigureForm(WagtailAdminModelForm):
    until = forms.DateTimeField(
        label=_("as recorded until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_(
            "Left empty, until now. Each time you save, the figure is counted anew and all pages "
            "that quote it show the new value."
        ),
    )

    def clean(self):
        asked = super().clean()
        if self.errors:
            return asked
        if asked["last"] < asked["first"]:
            self.add_error("last", _("The last day is before the first. Change one of them."))
        if asked["measure"] == Measure.SHARE and not asked["destination"]:
            self.add_error("destination", _("Say of which place the share is."))
        if asked["until"] and asked["until"] > timezone.now():
            self.add_error("until", _("This moment has not come yet. Leave it empty."))
        if not self.errors:
            self.count(asked)
        return asked

    def count(self, asked: dict) -> None:
        self.as_of = asked["until"] or timezone.now()
        question = {name: value for name, value in asked.items() if name != "until"}
        figure = QuotedFigure(**question)
        self.counted = count(figure, as_of=self.as_of)
        if fewest_orders(figure, as_of=self.as_of) < FEWEST_ORDERS:
            raise ValidationError(
                _(
                    "Fewer than %(least)s orders stand behind this figure, or behind what can be "
                    "worked out of it. Everybody reads it: ask for more days or goods."
                ),
                params={"least": FEWEST_ORDERS},
            )

    def save(self, commit=True):
        quote(self.instance, self.counted, as_of=self.as_of, by=self.for_user)
        pages_changed()
        return super().save(commit)


class FigureFilters(WagtailFilterSet):
    # Not a yes or no: the list would say “no” wherever nobody chose.
    to_revise = django_filters.MultipleChoiceFilter(
        label=_("to revise"),
        choices=[("on", _("Yes"))],
        method="those_to_revise",
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = QuotedFigure
        fields = ["measure"]

    def those_to_revise(self, figures, name, wanted):
        return figures.to_revise() if wanted else figures


def quoted(figure: QuotedFigure) -> str:
    return written(figure.measure, figure.part, figure.whole)


def corrected(figure: QuotedFigure) -> str:
    """What the ledger says now, where that is something else."""
    if not figure.is_revised:
        return ""
    return written(figure.measure, figure.corrected_part, figure.corrected_whole)


class FigureViewSet(SnippetViewSet):
    model = QuotedFigure
    icon = "table"
    menu_label = _("Figures")
    menu_order = 300
    add_to_admin_menu = True
    filterset_class = FigureFilters
    list_display = [
        "name",
        Column("quoted", label=_("Quoted"), accessor=quoted),
        Column("as_of", label=_("As recorded until")),
        Column("corrected", label=_("Now"), accessor=corrected),
        Column("quoted_by", label=_("By")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("measure"),
            FieldRowPanel([FieldPanel("first"), FieldPanel("last")]),
            FieldPanel("product"),
            FieldPanel("origin"),
            FieldPanel("destination"),
            FieldPanel("channel"),
            FieldPanel("campaign"),
            FieldPanel("online_only"),
            FieldPanel("until"),
        ],
        base_form_class=FigureForm,
    )
