"""The cooperative's pages for its harvests and the packs it sells from them."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from producers.cooperatives.desk import at_desk
from producers.harvests import stopping
from producers.harvests.certifying import CertificateTaken, certify
from producers.harvests.forms import (
    CertificateForm,
    GrowerShareForm,
    LotDaysForm,
    LotForm,
    OptionalCertificateForm,
    PresaleForm,
    ResizeForm,
)
from producers.harvests.models import Lot
from producers.harvests.moving import move
from producers.harvests.opening import SeasonCopied, open_lot
from producers.harvests.preselling import presell
from producers.harvests.resizing import resize
from producers.harvests.sharing import record_share
from shop.catalogue import listing
from shop.catalogue.forms import LimitForm, OfferForm, PriceForm
from shop.catalogue.keeping import catalogue_changed
from shop.catalogue.models import Offer, Product


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def lot_new(request, pk, *, cooperative):
    """The second of three screens: a harvest that is there already, or a new one."""
    product = get_object_or_404(Product.objects.sellable_by(cooperative), pk=pk)
    form = LotForm(request.POST or None, cooperative=cooperative, produce_zh=product.name_zh)
    certificate = OptionalCertificateForm(request.POST or None, cooperative=cooperative)
    if form.is_valid() and certificate.is_valid() and opened(form, certificate, request.user):
        return redirect("workbench_offer_new", pk, form.instance.pk)
    lots = cooperative.lots.filter(sells_to__gte=timezone.localdate())
    lots = lots.filter(Q(produce_zh=product.name_zh) | Q(offers__product=product)).distinct()
    return render(
        request,
        "workbench/lot_new.html",
        {"product": product, "form": form, "certificate": certificate, "lots": lots},
    )


def opened(form: LotForm, certificate: OptionalCertificateForm, user) -> bool:
    try:
        with transaction.atomic():
            lot = open_lot(form.save(commit=False), by=user)
            if certificate.is_given:
                certify(lot, certificate=certificate.save(commit=False), by=user)
    except CertificateTaken as refused:
        certificate.add_error("number", refused)
    except ValidationError as refused:
        form.add_error("batch", refused)
    return not (form.errors or certificate.errors)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def offer_new(request, pk, lot, *, cooperative):
    """The last of three screens."""
    product = get_object_or_404(Product.objects.sellable_by(cooperative), pk=pk)
    lot = get_object_or_404(cooperative.lots, pk=lot)
    form = OfferForm(request.POST or None, product=product, lot=lot)
    if form.is_valid() and offered(form, request.user):
        messages.success(request, told_next(product))
        return redirect("workbench_lot", lot.pk)
    return render(
        request, "workbench/offer_new.html", {"product": product, "lot": lot, "form": form}
    )


def offered(form: OfferForm, user) -> bool:
    try:
        listing.offer_packs(form.offer, by=user)
    except ValidationError as refused:
        form.add_error("net", refused)
    return not form.errors


def told_next(product: Product) -> str:
    if product.status == Product.Status.PUBLISHED:
        return _("The pack is on sale.")
    return _("The pack is ready. It goes on sale when your county has approved the product.")


@require_http_methods(["GET", "HEAD"])
@at_desk
def lot(request, pk, *, cooperative):
    mine = get_object_or_404(cooperative.lots.select_related("certificate"), pk=pk)
    return render(request, "workbench/lot.html", lot_page(mine))


def lot_page(lot, **forms) -> dict:
    offers = list(lot.offers.select_related("product"))
    for offer in offers:
        offer.lot = lot
    return {
        "lot": lot,
        "offers": offers,
        "changes": lot.changes.select_related("by").order_by("-id")[:20],
        "certificate_missing": lot.certificate is None
        and any(offer.product.certificate_required for offer in offers),
        "resize_form": ResizeForm(),
        "days_form": LotDaysForm(instance=lot),
        "certificate_form": CertificateForm(cooperative=lot.cooperative),
        "presale_form": PresaleForm(instance=lot),
        "opens_later": lot.sells_from > timezone.localdate(),
        "growers": lot.grower_shares.first(),
        "growers_form": GrowerShareForm(),
        "products": {offer.product_id: offer.product for offer in offers}.values(),
    } | forms


@require_POST
@at_desk
def lot_size(request, pk, *, cooperative):
    mine = get_object_or_404(cooperative.lots, pk=pk)
    form = ResizeForm(request.POST)
    if not form.is_valid():
        return render(request, "workbench/lot.html", lot_page(mine, resize_form=form))
    with transaction.atomic():
        resize(
            mine,
            total_g=form.cleaned_data["total_g"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        catalogue_changed()
    if mine.short_g:
        messages.warning(request, _("More is ordered than this lot now holds."))
        return redirect("workbench_uncovered", pk)
    messages.success(request, _("The amount is changed."))
    return redirect("workbench_lot", pk)


@require_POST
@at_desk
@transaction.atomic
def lot_days(request, pk, *, cooperative):
    # A colleague may set the pre-sale, which ends before these days, at the same moment.
    mine = get_object_or_404(cooperative.lots.select_for_update(), pk=pk)
    form = LotDaysForm(request.POST, instance=mine)
    return carried_out(request, mine, move, _("The days are changed."), days_form=form)


def carried_out(request, mine: Lot, verb, said: str, **its_form) -> HttpResponse:
    """What a form of the lot's page asks, by the name it has there; or the page with what is wrong
    with it."""
    (form,) = its_form.values()
    if not form.is_valid():
        mine.refresh_from_db()
        return render(request, "workbench/lot.html", lot_page(mine, **its_form))
    with transaction.atomic():
        verb(form.save(commit=False), by=request.user)
        catalogue_changed()
    messages.success(request, said)
    return redirect("workbench_lot", mine.pk)


@require_POST
@at_desk
def lot_stop(request, pk, *, cooperative):
    switched(stopping.stop, get_object_or_404(cooperative.lots, pk=pk), request)
    return back(request, pk)


@require_POST
@at_desk
def lot_resume(request, pk, *, cooperative):
    switched(stopping.resume, get_object_or_404(cooperative.lots, pk=pk), request)
    return back(request, pk)


def switched(verb, lot, request) -> None:
    with transaction.atomic():
        verb(lot, by=request.user)
        catalogue_changed()


@require_POST
@at_desk
def lot_certificate(request, pk, *, cooperative):
    mine = get_object_or_404(cooperative.lots, pk=pk)
    form = CertificateForm(request.POST, cooperative=cooperative)
    if not (form.is_valid() and certified(mine, form, request.user)):
        return render(request, "workbench/lot.html", lot_page(mine, certificate_form=form))
    messages.success(request, _("The certificate is recorded."))
    return redirect("workbench_lot", pk)


def certified(lot, form: CertificateForm, user) -> bool:
    try:
        certify(lot, certificate=form.save(commit=False), by=user)
    except CertificateTaken as refused:
        form.add_error("number", refused)
        lot.refresh_from_db()
    return not form.errors


@require_POST
@at_desk
@transaction.atomic
def lot_presale(request, pk, *, cooperative):
    # A colleague may move the days, before which it ends, at the same moment.
    mine = get_object_or_404(cooperative.lots.select_for_update(), pk=pk)
    form = PresaleForm(request.POST, instance=mine)
    return carried_out(request, mine, presell, _("The pre-sale is set."), presale_form=form)


@require_POST
@at_desk
def lot_growers(request, pk, *, cooperative):
    mine = get_object_or_404(cooperative.lots, pk=pk)
    form = GrowerShareForm(request.POST)
    record = partial(record_share, lot=mine)
    return carried_out(request, mine, record, _("Recorded."), growers_form=form)


@require_POST
@at_desk
def lot_season(request, pk, *, cooperative):
    last = get_object_or_404(cooperative.lots.select_related("cooperative"), pk=pk)
    try:
        again = listing.copy_season(last, today=timezone.localdate(), by=request.user)
    except SeasonCopied as there:
        messages.warning(request, there.message)
        return redirect("workbench_lot", there.lot.pk)
    messages.success(request, _("Copied: correct the days and the amount where they differ."))
    return redirect("workbench_lot", again.pk)


@require_POST
@at_desk
def offer_price(request, pk, *, cooperative):
    offer = own_offer(cooperative, pk)
    form = PriceForm(request.POST)
    if form.is_valid():
        listing.change_price(offer, price_fen=form.price_fen, by=request.user)
        messages.success(request, _("The price is changed."))
    else:
        refused(request, form)
    return redirect("workbench_lot", offer.lot_id)


@require_POST
@at_desk
def offer_limit(request, pk, *, cooperative):
    offer = own_offer(cooperative, pk)
    form = LimitForm(request.POST)
    if form.is_valid():
        listing.limit(offer, packs=form.cleaned_data["packs"], by=request.user)
        messages.success(request, _("The limit is changed."))
    else:
        refused(request, form)
    return redirect("workbench_lot", offer.lot_id)


@require_POST
@at_desk
def offer_stop(request, pk, *, cooperative):
    offer = own_offer(cooperative, pk)
    listing.stop(offer, by=request.user)
    return back(request, offer.lot_id)


@require_POST
@at_desk
def offer_resume(request, pk, *, cooperative):
    offer = own_offer(cooperative, pk)
    listing.resume(offer, by=request.user)
    return back(request, offer.lot_id)


def back(request, lot: int):
    """To the page whose button was tapped."""
    return redirect("workbench") if "home" in request.POST else redirect("workbench_lot", lot)


def own_offer(cooperative, pk: int) -> Offer:
    return get_object_or_404(Offer.objects.filter(lot__cooperative=cooperative), pk=pk)


def refused(request, form) -> None:
    for field, errors in form.errors.items():
        for error in errors:
            messages.error(request, f"{form.fields[field].label}: {error}")
