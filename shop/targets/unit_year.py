"""The pages of an organisation's year, for those who order for it: the figures, the rows behind
each, and both as a workbook."""

from datetime import date
from decimal import Decimal

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop import money
from shop.buyers.models import Organisation
from shop.buyers.views import organisation_for
from shop.channels.models import Channel
from shop.ledger.reach import Reach, Reaches
from shop.sheets import XLSX
from shop.statistics.answering import Line, ask
from shop.statistics.behind import sums_of
from shop.statistics.cells import Cells, hundredths
from shop.statistics.exports import as_xlsx, handed_out, seen_again
from shop.statistics.forms import MomentForm, as_told
from shop.statistics.ledger_rows import COLUMNS, ledger_rows
from shop.statistics.question import Question, month_after, month_before
from shop.statistics.snapshot import one_snapshot
from shop.statistics.sources import LEDGER
from shop.targets.bought import IS_ASSISTANCE
from shop.targets.forms import FIRST_YEAR, this_year
from shop.targets.purchases import Purchases, purchases_of, question_of

ROWS_A_PAGE = 50


@require_safe
@login_required
@never_cache
def purchases(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    unit = unit_for(request, pk, year)
    as_of = MomentForm.said(request.GET)
    context = {
        "organisation": unit,
        "year": year,
        "as_of": as_of,
        "today": timezone.localdate(),
        "earlier": year - 1 if year > FIRST_YEAR else None,
        "later": year + 1 if year < this_year() else None,
    }
    with one_snapshot():
        context["purchases"] = purchases_of(unit, year, as_of=as_of)
        if as_of:
            context["corrected_fen"] = ask(question_of(unit, year)).total.amount_fen
    return render(request, "targets/purchases.html", context)


def unit_for(request: HttpRequest, pk: int, year: int) -> Organisation:
    """Of those who may order for it, and of an operator; in a year that has begun."""
    unit = organisation_for(request, pk)
    if not FIRST_YEAR <= year <= this_year():
        raise Http404
    return unit


class BehindForm(forms.Form):
    """Which rows of the year: those behind one figure of its page, or all."""

    RECOGNISED, OTHERS, ASSISTANCE = "recognised", "others", "assistance"
    GOODS = {
        RECOGNISED: gettext_lazy("Recognised goods"),
        OTHERS: gettext_lazy("Goods not recognised"),
        ASSISTANCE: gettext_lazy("Counts as bought for assistance"),
    }

    month = forms.IntegerField(
        label=gettext_lazy("Month"), min_value=1, max_value=12, required=False
    )
    county = forms.CharField(
        label=gettext_lazy("County of origin (code)"), max_length=6, required=False
    )
    channel = forms.ModelChoiceField(
        Channel.objects.all(), label=gettext_lazy("Channel"), required=False
    )
    goods = forms.ChoiceField(
        label=gettext_lazy("Goods"), choices=[("", "—"), *GOODS.items()], required=False
    )

    def clean_county(self) -> Reach | None:
        code = self.cleaned_data["county"]
        try:
            return Reaches().of(code) if code else None
        except ValueError:
            raise forms.ValidationError(
                _("A county's code has six digits, like 500237. Choose one from the page before.")
            ) from None

    def rows(self, question: Question) -> QuerySet:
        """Rows of the ledger, the latest first."""
        said, changes = self.cleaned_data, {}
        if said["month"]:
            first = date(question.first.year, said["month"], 1)
            changes |= {"first": first, "last": month_before(month_after(first))}
        if said["county"]:
            changes["origin"] = said["county"]
        if said["channel"]:
            changes["channels"] = (said["channel"].pk,)
        if said["goods"] in (self.RECOGNISED, self.OTHERS):
            changes["recognised"] = said["goods"] == self.RECOGNISED
        asked = question.but(**changes)
        rows = LEDGER.rows(asked, asked.first, asked.last)
        if said["goods"] == self.ASSISTANCE:
            rows = rows.filter(IS_ASSISTANCE)
        return rows.order_by("-occurred_on", "-pk")


@require_safe
@login_required
@never_cache
def purchases_rows(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    unit = unit_for(request, pk, year)
    form = BehindForm(request.GET)
    as_of = MomentForm.said(request.GET)
    context = {"organisation": unit, "year": year, "form": form, "as_of": as_of}
    if form.is_valid():
        context["asked"] = {n: request.GET[n] for n in form.fields if request.GET.get(n)}
        rows = form.rows(question_of(unit, year, as_of=as_of))
        with one_snapshot():
            context["sums"] = sums_of(rows)
            listed = Paginator(rows.select_related("channel"), ROWS_A_PAGE)
            context["page_obj"] = page = listed.get_page(request.GET.get("page"))
            # Read here and not as the page is written.
            page.object_list = list(page.object_list)
            if as_of:
                now = sums_of(form.rows(question_of(unit, year)))
                context["corrected_fen"] = now["amount_fen"] or 0
    return render(request, "targets/purchases_rows.html", context)


@require_safe
@login_required
@never_cache
def purchases_file(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    unit = unit_for(request, pk, year)
    moment = MomentForm.said(request.GET) or timezone.now()
    page = f"{reverse('purchases', args=[pk, year])}?{urlencode({'as_of': as_told(moment)})}"
    question = question_of(unit, year, as_of=moment)
    with one_snapshot():
        entries = LEDGER.rows(question, question.first, question.last)
        rows = [row for _entry, row in ledger_rows(entries, as_of=moment)]
        its = purchases_of(unit, year, as_of=moment)
        figures = tables_of(unit, year, its, seen_again(page, moment))
    tables = {**figures, _("Rows"): [list(COLUMNS), *rows]}
    file = f"purchases-{year}.xlsx"
    return handed_out(request, as_xlsx(tables), kind=XLSX, file=file, rows=len(rows))


def tables_of(
    unit: Organisation, year: int, its: Purchases, again: list[Cells]
) -> dict[str, list[Cells]]:
    """The figures of the page: what stands at its head, with where it is seen again, and its
    tables."""
    head = [
        [_("Unit"), unit.name_zh],
        [_("Tax number"), unit.tax_number],
        [_("Year"), str(year)],
        *again,
        [_("Amount (yuan)"), money.decimal(its.total.amount_fen)],
        [_("Recognised goods (yuan)"), money.decimal(its.recognised.amount_fen)],
        [_("Recognised goods (%)"), hundredths(its.recognised_share, 100)],
        [_("Bought for assistance (yuan)"), money.decimal(its.assistance_fen)],
        [_("Bought for assistance (%)"), hundredths(its.assistance_share, 100)],
    ]
    goods = [(_("Recognised goods"), its.recognised), (_("Goods not recognised"), its.others)]
    return {
        _("Statement"): head,
        _("By month"): table(_("Month"), named(its.months), its.total),
        _("By county of origin"): table(_("County of origin"), named(its.counties), its.total),
        _("By sales channel"): table(_("Channel"), named(its.channels), its.total),
        _("Recognised or not"): table(_("Goods"), goods, its.total),
    }


def named(lines: list[Line]) -> list[tuple[str, Line]]:
    return [(str(line.name), line) for line in lines]


def table(of: str, lines: list[tuple[str, Line]], total: Line) -> list[Cells]:
    def cells(name: str, line: Line) -> list[str | int | Decimal]:
        return [name, line.orders, line.weight_g, money.decimal(line.amount_fen)]

    head = [of, _("Orders"), _("Net weight (g)"), _("Amount (yuan)")]
    return [head, *(cells(*one) for one in lines), cells(_("Total"), total)]
