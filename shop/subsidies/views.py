from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.users.doors import need_second_step
from producers.cooperatives.desk import at_desk
from producers.cooperatives.models import Cooperative
from producers.regions.codes import line_of
from producers.regions.models import Posting
from producers.regions.posts import posted
from shop.ledger.reach import Reaches
from shop.statistics.behind import rows_page
from shop.statistics.forms import MomentForm
from shop.statistics.models import Export
from shop.statistics.paging import KeysetPage
from shop.statistics.snapshot import one_snapshot
from shop.statistics.trusting import reported_in
from shop.subsidies.awarding import Award, awards, awards_to, rows_of_supplier
from shop.subsidies.forms import PapersForm, ProjectForm, RuleForm, TierForms, YearsForm
from shop.subsidies.funds import funds, rows_led_to
from shop.subsidies.models import Project, Rule
from shop.subsidies.papers import papers_for
from shop.subsidies.ruling import AlreadyReplaced, make_rule
from shop.targets.forms import YearForm
from shop.targets.setting import NotYours, lies_in


@require_safe
@posted
def subsidies(request: HttpRequest, *, postings) -> HttpResponse:
    form, year, rules_of = YearsForm.said(request.GET)
    as_of = MomentForm.said(request.GET)
    # Not those around a cooperative of theirs: they would see what its neighbours are paid.
    rules = Rule.objects.paid_by(postings).in_force(rules_of)
    with one_snapshot():
        reaches, shown = Reaches(), rules.with_tiers()
        paid = [(rule, awards(rule, year, as_of=as_of, reaches=reaches)) for rule in shown]
        now = ((rule, awards(rule, year, reaches=reaches)) for rule in shown) if as_of else ()
        today = {rule: paid_of(found) for rule, found in now}
    return render(
        request,
        "subsidies/subsidies.html",
        {
            "form": form,
            "year": year,
            "rules_of": rules_of,
            "completeness": reported_in(year, postings),
            "as_of": as_of,
            "paid": [(rule, found, paid_of(found), today.get(rule)) for rule, found in paid],
        },
    )


def paid_of(found: list[Award]) -> int:
    return sum(award.paid_fen for award in found)


@require_safe
@login_required
def award(request: HttpRequest, rule: int, cooperative: int) -> HttpResponse:
    """For officials of the place that pays, and the desk of the supplier."""
    known = rule_for(request.user, rule=rule, cooperative=cooperative)
    _form, year, _rules = YearsForm.said(request.GET)
    as_of = MomentForm.said(request.GET)
    with one_snapshot():
        found = award_of(known, cooperative=cooperative, year=year, as_of=as_of)
        today = [found]
        if as_of:
            today = awards_to(cooperative, known, year, reaches=found.reaches)
        page = KeysetPage(
            rows_of_supplier(found, as_of=as_of).as_listed().order_by("-occurred_on", "-pk"),
            after=request.GET.get("after", ""),
        )
    return render(
        request,
        "subsidies/award.html",
        {
            "award": found,
            "is_paid": known.holds_in(year),
            "as_of": as_of,
            "corrected_fen": paid_of(today),
            "page": page,
            "papers": PapersForm(initial={"year": year}),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def rule_new(request: HttpRequest, *, postings) -> HttpResponse:
    form = RuleForm(request.POST or None, postings=postings)
    tiers = TierForms(request.POST or None)
    if form.is_valid() and tiers.is_valid() and made(form, tiers, postings=postings):
        messages.success(request, _("The rule holds."))
        return redirect("subsidies")
    return render(request, "subsidies/rule_new.html", {"form": form, "tiers": tiers})


def made(form: RuleForm, tiers, *, postings) -> bool:
    rule = form.save(commit=False)
    said = [one for one in tiers if one.has_changed()]
    # Each says what is wrong with it.
    suit = [one.suits(rule) for one in said]
    if not all(suit):
        return False
    rows = [one.tier_of(rule) for one in said]
    try:
        make_rule(
            rule,
            tiers=rows,
            postings=postings,
            in_place_of=form.cleaned_data["in_place_of"],
        )
    except AlreadyReplaced as refused:
        form.add_error("in_place_of", refused)
    except NotYours as refused:
        form.add_error("place", refused)
    return not form.errors


@require_safe
@at_desk
def own_awards(request: HttpRequest, *, cooperative: Cooperative) -> HttpResponse:
    form, year, rules_of = YearsForm.said(request.GET)
    around = Rule.objects.filter(place__in=line_of(cooperative.county_id)).in_force(rules_of)
    with one_snapshot():
        reaches = Reaches()
        own = [
            award
            for rule in around.with_tiers()
            for award in awards_to(cooperative.pk, rule, year, reaches=reaches)
        ]
    context = {"form": form, "year": year, "rules_of": rules_of, "awards": own}
    return render(request, "subsidies/own.html", context)


def rule_for(user, *, rule: int, cooperative: int) -> Rule:
    """For one's own cooperative, or for an official of the place: else there is none."""
    known = Rule.objects.visible_to(user).with_tiers().filter(pk=rule).first()
    if known is None:
        raise Http404
    own = Cooperative.objects.visible_to(user).filter(pk=cooperative)
    if not own.exists() and not lies_in(known.place_id, Posting.objects.of(user)):
        raise Http404
    need_second_step(user)
    return known


def award_of(rule: Rule, *, cooperative: int, year: int, as_of: datetime | None = None) -> Award:
    found = awards_to(cooperative, rule, year, as_of=as_of)
    if not found:
        raise Http404
    return found[0]


@require_safe
@login_required
def award_papers(request: HttpRequest, rule: int, cooperative: int) -> HttpResponse:
    known = rule_for(request.user, rule=rule, cooperative=cooperative)
    form = PapersForm(request.GET)
    if not form.is_valid():
        messages.error(request, " ".join(str(e) for es in form.errors.values() for e in es))
        return redirect("award", rule, cooperative)
    year, as_of = form.cleaned_data["year"], form.cleaned_data["as_of"]
    if not known.holds_in(year):
        refused = _("The rule does not hold in %(year)s: there are no papers to hand in.")
        messages.error(request, refused % {"year": year})
        return redirect(f"{reverse('award', args=[rule, cooperative])}?year={year}")
    supplier = get_object_or_404(Cooperative, pk=cooperative)
    body = papers_for(known, cooperative=cooperative, year=year, as_of=as_of)
    if body is None:
        raise Http404
    return handed_out(body, request, file=f"award-{known.pk}-{supplier.credit_code}-{year}.zip")


def handed_out(body: bytes, request: HttpRequest, *, file: str) -> HttpResponse:
    """With a row that says who took it."""
    Export.objects.create(by=request.user, file=file, asked=request.get_full_path()[:2000], rows=0)
    disposition = f'attachment; filename="{file}"'
    return HttpResponse(body, "application/zip", headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def project_list(request: HttpRequest, *, postings) -> HttpResponse:
    form = ProjectForm(request.POST or None, postings=postings)
    if form.is_valid() and entered(form, by=request.user, postings=postings):
        messages.success(request, _("The project is entered."))
        return redirect(f"{request.path}?year={form.instance.year}")
    year_form, year = YearForm.said(request.GET)
    as_of = MomentForm.said(request.GET)
    with one_snapshot():
        found = funds(Project.objects.visible_to(request.user), year, as_of=as_of)
    return render(
        request,
        "subsidies/funds.html",
        {
            "form": form,
            "year_form": year_form,
            "year": year,
            "completeness": reported_in(year, postings),
            "as_of": as_of,
            "funds": found,
        },
    )


@require_safe
@posted
def project_rows(request: HttpRequest, pk: int, *, postings) -> HttpResponse:
    """The sales beside a project, for whoever may see it."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    back = f"{reverse('funds')}?year={project.year}"
    return rows_page(
        request, rows_led_to(project), of=f"{project.name_zh} {project.year}", back=back
    )


def entered(form: ProjectForm, *, by, postings) -> bool:
    project = form.save(commit=False)
    try:
        if not lies_in(project.county_id, postings):
            raise NotYours(project.county.name)
    except ValidationError as refused:
        form.add_error("county", refused)
        return False
    project.entered_by = by
    project.save(force_insert=True)
    return True
