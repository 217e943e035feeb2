"""The cooperative says that a harvest failed."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from producers.cooperatives.desk import at_desk
from producers.harvests.failing import fail
from producers.harvests.forms import FailureForm
from shop.catalogue.keeping import catalogue_changed
from shop.payments.failing import orders_of


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def lot_failure(request, pk, *, cooperative):
    """What it would do is shown first; then it is one act."""
    lot = get_object_or_404(cooperative.lots, pk=pk)
    form = FailureForm(request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            fail(lot, reason=form.cleaned_data["reason"], by=request.user)
            catalogue_changed()
        messages.success(
            request, _("Recorded. Buyers are told and get their money back within minutes.")
        )
        return redirect("workbench_lot", pk)
    context = {"lot": lot, "form": form, "orders": orders_of(lot).count()}
    return render(request, "workbench/lot_failure.html", context)
