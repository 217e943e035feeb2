"""The cooperative at its own desk: who it is, and who works there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cms.users.inviting import Unconfirmed, invited
from producers.cooperatives.desk import CHOSEN, at_desk
from producers.cooperatives.forms import ColleagueForm, CooperativeForm
from producers.cooperatives.models import Cooperative, Staff
from producers.cooperatives.registering import register
from producers.cooperatives.staffing import add, end


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def registration(request):
    form = CooperativeForm(request.POST or None)
    if form.is_valid() and registered(form, request):
        messages.success(request, _("Registered. Your county decides next; you may list already."))
        return redirect("workbench")
    return render(request, "workbench/registration.html", {"form": form})


def registered(form: CooperativeForm, request) -> bool:
    try:
        cooperative = register(form.save(commit=False), by=request.user)
    except ValidationError as refused:
        form.add_error("credit_code", refused)
        return False
    request.session[CHOSEN] = cooperative.pk
    return True


@require_POST
@login_required
def desk_choice(request, pk):
    cooperative = get_object_or_404(Cooperative, pk=pk, staff__in=own_desks(request.user))
    request.session[CHOSEN] = cooperative.pk
    return redirect("workbench")


def own_desks(user):
    return Staff.objects.at_work().filter(user=user)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def colleagues(request, *, cooperative):
    form = ColleagueForm(request.POST or None)
    if form.is_valid() and added(form, cooperative, request):
        messages.success(request, _("Added. A new account is mailed a link for its password."))
        return redirect("workbench_colleagues")
    rows = cooperative.staff.at_work().select_related("user").order_by("since", "id")
    return render(request, "workbench/colleagues.html", {"form": form, "rows": rows})


def added(form: ColleagueForm, cooperative: Cooperative, request) -> bool:
    try:
        with transaction.atomic():
            user = invited(form.cleaned_data["email"], request=request)
            add(cooperative=cooperative, user=user)
    except Unconfirmed as refused:
        form.add_error("email", refused)
    return not form.errors


@require_POST
@at_desk
def colleague_end(request, pk, *, cooperative):
    row = get_object_or_404(cooperative.staff.at_work(), pk=pk)
    try:
        end(row, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.message)
    return redirect("account" if row.user_id == request.user.pk else "workbench_colleagues")
