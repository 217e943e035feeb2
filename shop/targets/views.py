from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.doors import need_second_step
from producers.regions.models import Posting
from producers.regions.posts import posted, reach
from shop.buyers.models import BuyerKind, ConfirmedName, Organisation
from shop.buyers.views import need_second_step_beside_members
from shop.ledger.reach import Reaches
from shop.statistics.behind import rows_page
from shop.statistics.forms import MomentForm
from shop.statistics.snapshot import one_snapshot
from shop.statistics.trusting import reported_in
from shop.targets.behind import rows_behind
from shop.targets.bought import rows_bought_by
from shop.targets.forms import AmountForm, CanteenForm, OutputForm, TargetForm, YearForm
from shop.targets.models import NAMED, Canteen, Output, Target
from shop.targets.output import enter, newest
from shop.targets.progress import Progress, correct, each, measure, nested, ranked, standing
from shop.targets.reserved import question_of_year, reserve_of_unit, reserves
from shop.targets.setting import refusal, set_again, set_target

FORM = ["GET", "HEAD", "POST"]
UNITS_A_PAGE = 50


@require_safe
@posted
def targets(request: HttpRequest, *, postings) -> HttpResponse:
    form, year = YearForm.said(request.GET)
    as_of = MomentForm.said(request.GET)
    with one_snapshot():
        reaches, canteens = Reaches(), Canteen.objects.visible_to(request.user)
        roots = nested(standing(Target.objects.visible_to(request.user), year, as_of))
        tell(roots, as_of, reaches)
        reserved_of_units = reserves(canteens, year, as_of=as_of, reaches=reaches)
    # What this year grew is known when it is over.
    known = Output.objects.filter(year__range=(year - 1, year))
    grown = known.filter(reach(postings, county="county"))
    return render(
        request,
        "targets/targets.html",
        {
            "form": form,
            "year": year,
            "completeness": reported_in(year, postings),
            "as_of": as_of,
            "roots": ranked(roots),
            "reserves": reserved_of_units,
            "outputs": newest(grown),
        },
    )


@require_http_methods(FORM)
@posted
def target_new(request: HttpRequest, *, postings) -> HttpResponse:
    form = TargetForm(request.POST or None, postings=postings)
    if form.is_valid() and stored(
        form, set_target, form.save(commit=False), by=request.user, postings=postings
    ):
        messages.success(request, _("The target is set."))
        return redirect(f"{reverse('targets')}?year={form.instance.year}")
    return render(request, "targets/target_new.html", {"form": form})


@require_http_methods(FORM)
@posted
def target(request: HttpRequest, pk: int, *, postings) -> HttpResponse:
    visible, as_of = Target.objects.visible_to(request.user), MomentForm.said(request.GET)
    row = get_object_or_404(visible.select_related(*NAMED), pk=pk)
    form = AmountForm(request.POST or None)
    if form.is_valid() and stored(
        form, set_again, row, by=request.user, postings=postings, **form.cleaned_data
    ):
        messages.success(request, _("The target is set."))
        return redirect(f"{reverse('targets')}?year={row.year}")
    return render(
        request,
        "targets/target.html",
        {
            "target": row,
            "progress": progress_of(row, visible, as_of),
            "as_of": as_of,
            "history": row.history().select_related("set_by"),
            "refused": refusal(row, postings),
            "form": form,
        },
    )


@require_safe
@posted
def target_rows(request: HttpRequest, pk: int, *, postings) -> HttpResponse:
    """For whoever may see what is reached: it is the sum of these."""
    visible = Target.objects.visible_to(request.user)
    row = get_object_or_404(visible.select_related(*NAMED), pk=pk)
    back = reverse("target", args=[row.pk])
    return rows_page(request, rows_behind(row), of=f"{row.name} {row.year}", back=back)


def tell(progress: list[Progress], as_of: datetime | None, reaches: Reaches) -> None:
    """What is reached; of an earlier moment also what that is as corrected."""
    measure(progress, as_of=as_of, reaches=reaches)
    if as_of:
        correct(progress, reaches=reaches)


def progress_of(row: Target, visible, as_of: datetime | None) -> Progress | None:
    """Where its subject stands; none where it has no target any more."""
    whole = nested(standing(visible, row.year, as_of))
    found = next((one for one in each(whole) if one.target.subject == row.subject), None)
    if found:
        with one_snapshot():
            tell([found], as_of, Reaches())
    return found


@require_safe
@posted
def reserved(request: HttpRequest, *, postings) -> HttpResponse:
    form, year = YearForm.said(request.GET)
    as_of = MomentForm.said(request.GET)
    silent = budget_units(postings).exclude(canteens__year=year)
    with one_snapshot():
        found = reserves(Canteen.objects.visible_to(request.user), year, as_of=as_of)
    return render(
        request,
        "targets/reserved.html",
        {
            "form": form,
            "year": year,
            "completeness": reported_in(year, postings),
            "as_of": as_of,
            "reserves": found,
            "silent": silent.order_by("region_id", "name_zh"),
        },
    )


def budget_units(postings):
    return Organisation.objects.filter(reach(postings, county="region"), kind=BuyerKind.BUDGET_UNIT)


@require_http_methods(FORM)
@login_required
def reserved_unit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = budget_unit_for(request.user, pk)
    form = CanteenForm(request.POST or None, unit=unit)
    if form.is_valid():
        form.instance.reported_by = request.user
        form.save()
        messages.success(request, _("The canteen's year is reported."))
        return redirect(f"{request.path}?year={form.instance.year}")
    year_form, year = YearForm.said(request.GET)
    as_of = MomentForm.said(request.GET)
    with one_snapshot():
        found = reserve_of_unit(unit, year, as_of=as_of)
    return render(
        request,
        "targets/reserved_unit.html",
        {
            "unit": unit,
            "confirmed": ConfirmedName.objects.filter(organisation=unit).first(),
            "form": form,
            "year": year,
            "year_form": year_form,
            "as_of": as_of,
            "reserves": found,
            "reports": unit.canteens.select_related("reported_by", "reported_by_unit"),
        },
    )


@require_safe
@login_required
def units(request: HttpRequest) -> HttpResponse:
    """For officials and operators: the units whose names they have still to confirm."""
    if not (request.user.is_operator or Posting.objects.of(request.user).exists()):
        raise Http404
    need_second_step(request.user)
    waiting = Organisation.objects.confirmable_by(request.user).filter(confirmed_name=None)
    rows = waiting.select_related("region__parent__parent").prefetch_related("members__user")
    page = Paginator(rows.order_by("pk"), UNITS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "targets/units.html", {"page_obj": page})


@require_POST
@login_required
def unit_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Organisation.objects.confirmable_by(request.user), pk=pk)
    need_second_step(request.user)
    ConfirmedName.objects.get_or_create(organisation=unit, defaults={"by": request.user})
    messages.success(
        request, _("Confirmed: what reports say of %(name)s counts for it.") % {"name": unit}
    )
    return redirect("units")


def budget_unit_for(user, pk: int) -> Organisation:
    """For those who order for the unit, and officials of where it is registered."""
    mine = Organisation.objects.visible_to(user)
    registered = budget_units(Posting.objects.of(user))
    either = Q(pk__in=mine.values("pk")) | Q(pk__in=registered.values("pk"))
    unit = get_object_or_404(Organisation.objects.filter(either, kind=BuyerKind.BUDGET_UNIT), pk=pk)
    need_second_step_beside_members(user, unit)
    return unit


@require_safe
@login_required
def reserved_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit bought, and the units that share its canteen."""
    unit = budget_unit_for(request.user, pk)
    _form, year = YearForm.said(request.GET)
    reaches = Reaches()
    reserved_here = reserve_of_unit(unit, year, reaches=reaches).units
    units = [one for reserve in reserved_here for one in reserve.units]
    return rows_page(
        request,
        rows_bought_by(units, question_of_year(year), reaches),
        of=f"{unit} {year}",
        back=f"{reverse('reserved_unit', args=[unit.pk])}?year={year}",
        year=year,
    )


@require_http_methods(FORM)
@posted
def outputs(request: HttpRequest, *, postings) -> HttpResponse:
    form = OutputForm(request.POST or None)
    if form.is_valid() and stored(
        form, enter, form.save(commit=False), by=request.user, postings=postings
    ):
        messages.success(request, _("The output is entered."))
        return redirect(request.path)
    grown = Output.objects.filter(reach(postings, county="county"))
    return render(request, "targets/outputs.html", {"form": form, "outputs": newest(grown)})


def stored(form, verb, row, **said) -> bool:
    """Whether the verb did it; else the form says why not."""
    try:
        verb(row, **said)
    except ValidationError as refused:
        form.add_error(None, refused)
    return not form.errors
