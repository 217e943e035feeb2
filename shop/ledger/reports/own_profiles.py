"""Sources of reports as officials describe them: a copy of one that ships with the code, or of
another of their place, under a new name, changed as their files need it."""

from collections.abc import Iterable
from datetime import date
from secrets import token_hex

from django import forms
from django.contrib import messages
from django.db import transaction
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.models import User
from producers.regions.models import Region
from producers.regions.posts import posted
from shop.ledger.reports import columns as c
from shop.ledger.reports.cells import BOXES, Wrong, day_of
from shop.ledger.reports.models import Profile, ProfileColumn
from shop.ledger.reports.profiles import MEASURED, NUMBERED_HERE

DAYS = (c.SOLD_ON, c.REFUNDED_ON)
SAID = ("called", "written", "value")


class CopyForm(forms.ModelForm):
    class Meta:
        model = Profile
        fields = ["name_zh"]
        labels = {"name_zh": gettext_lazy("Name of the copy")}


class ColumnForm(forms.ModelForm):
    class Meta:
        model = ProfileColumn
        fields = ["column", *SAID]
        widgets = {"column": forms.HiddenInput}

    def clean_column(self) -> str:
        if self.cleaned_data["column"] not in c.ALL:
            raise forms.ValidationError(_("The sales ledger has no such column."))
        return self.cleaned_data["column"]

    def clean(self):
        said = super().clean()
        column, written = said.get("column"), said.get("written")
        if column and written and not is_written_so(column, written):
            self.add_error("written", _("No report of this column is written so."))
        return said

    @property
    def says_something(self) -> bool:
        return any(self.cleaned_data.get(name) for name in SAID)


def is_written_so(column: str, written: str) -> bool:
    if column in DAYS:
        return is_form_of_days(written)
    units = [*MEASURED.get(column, ()), *([BOXES] if column == c.WEIGHT else [])]
    return written in units or (column == c.ORDER_NO and written == NUMBERED_HERE)


def is_form_of_days(written: str) -> bool:
    """Such as %Y%m%d: a day written so is read again."""
    day = date(2022, 7, 19)
    try:
        return "%" in written and day_of(day.strftime(written), written) == day
    except (Wrong, ValueError):
        return False


ColumnForms = formset_factory(ColumnForm, extra=0, max_num=100, absolute_max=100)


@require_safe
@posted
def report_profiles(request: HttpRequest, postings: list) -> HttpResponse:
    profiles = Profile.objects.offered_to(postings).select_related("channel", "region")
    mine = set(Profile.objects.made_in(postings).values_list("pk", flat=True))
    context = {"profiles": profiles, "mine": mine, "form": CopyForm()}
    return render(request, "ledger/report_profiles.html", context)


@require_POST
@posted
def report_profile_copy(request: HttpRequest, pk: int, postings: list) -> HttpResponse:
    profile = get_object_or_404(Profile.objects.offered_to(postings), pk=pk)
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the copy a name of at most 60 characters."))
        return redirect("report_profiles")
    name, region = form.cleaned_data["name_zh"], postings[0].region
    made = copy(profile, name=name, region=region, by=request.user)
    return redirect("report_profile", pk=made.pk)


@transaction.atomic
def copy(profile: Profile, *, name: str, region: Region | None, by: User) -> Profile:
    """For the officials of a place; of the whole country, for all."""
    made = Profile.objects.create(
        code=f"own-{token_hex(6)}",
        channel=profile.channel,
        region=region,
        made_by=by,
        name_zh=name,
        name_en=name,
    )
    say_columns(made, profile.columns.values("column", *SAID))
    return made


def say_columns(profile: Profile, rows: Iterable[dict]) -> None:
    ProfileColumn.objects.bulk_create(ProfileColumn(profile=profile, **row) for row in rows)


@require_http_methods(["GET", "HEAD", "POST"])
@posted
def report_profile(request: HttpRequest, pk: int, postings: list) -> HttpResponse:
    profile = get_object_or_404(Profile.objects.made_in(postings), pk=pk)
    form = CopyForm(request.POST or None, instance=profile)
    columns = ColumnForms(request.POST or None, initial=columns_of(profile))
    if request.method == "POST" and form.is_valid() and columns.is_valid():
        change(profile, name=form.cleaned_data["name_zh"], columns=columns)
        messages.success(request, _("The source is described so from now on."))
        return redirect("report_profiles")
    context = {"profile": profile, "form": form, "columns": columns}
    status = 422 if request.method == "POST" else 200
    return render(request, "ledger/report_profile.html", context, status=status)


def columns_of(profile: Profile) -> list[dict]:
    """Each column of the ledger, also those of which nothing is said; one that has two names in
    the files of a source twice."""
    there = list(profile.columns.values("column", *SAID))
    named = {row["column"] for row in there}
    rows = there + [{"column": column} for column in c.ALL if column not in named]
    return sorted(rows, key=lambda row: c.ALL.index(row["column"]))


@transaction.atomic
def change(profile: Profile, *, name: str, columns) -> None:
    profile.name_zh = profile.name_en = name
    profile.save()
    profile.columns.all().delete()
    said = [form.cleaned_data for form in columns if form.says_something]
    # A name that stands there twice is said once.
    rows = {(row["column"], row["called"]): row for row in said}
    say_columns(profile, rows.values())


@require_POST
@posted
def report_profile_removal(request: HttpRequest, pk: int, postings: list) -> HttpResponse:
    get_object_or_404(Profile.objects.made_in(postings), pk=pk).delete()
    return redirect("report_profiles")
