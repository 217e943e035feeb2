"""What the cooperative charges to send a parcel, zone by zone."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from producers.cooperatives.desk import at_desk
from shop.catalogue.keeping import catalogue_changed
from shop.catalogue.models import Transport
from shop.catalogue.showing import names_of
from shop.freight.forms import TemplateForm, ZoneForm
from shop.freight.standard import copy_standard


@require_http_methods(["GET", "HEAD"])
@at_desk
def freight(request, *, cooperative):
    templates = list(cooperative.freight_templates.prefetch_related("zones").order_by("id"))
    present = {template.transport for template in templates}
    for template in templates:
        for zone in template.zones.all():
            zone.names = [name for place in zone.places for name in names_of([place]) or [place]]
    return render(
        request,
        "workbench/freight.html",
        {
            "templates": templates,
            "missing": [kind for kind in Transport if kind.value not in present],
        },
    )


@require_POST
@at_desk
def freight_copy(request, transport, *, cooperative):
    if transport not in Transport.values:
        raise Http404
    with transaction.atomic():
        template = copy_standard(cooperative=cooperative, transport=transport)
        catalogue_changed()
    messages.success(request, _("Copied: correct the fees where yours differ."))
    return redirect("workbench_freight_template", template.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def freight_template(request, pk, *, cooperative):
    template = get_object_or_404(cooperative.freight_templates, pk=pk)
    form = TemplateForm(request.POST or None, instance=template)
    zones = [
        ZoneForm(request.POST or None, instance=zone, prefix=f"zone-{zone.pk}")
        for zone in template.zones.all()
    ]
    if form.is_valid() and all(zone.is_valid() for zone in zones):
        with transaction.atomic():
            for changed in (form, *zones):
                changed.save()
            catalogue_changed()
        messages.success(request, _("Saved."))
        return redirect("workbench_freight")
    return render(
        request,
        "workbench/freight_template.html",
        {"template": template, "form": form, "zones": zones},
    )
