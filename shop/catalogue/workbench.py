"""The cooperative's pages for what it is and what it lists."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from producers.cooperatives.desk import at_desk
from producers.cooperatives.forms import CooperativeForm
from producers.cooperatives.registering import correct
from shop.catalogue.forms import PictureForm, ProductForm
from shop.catalogue.listing import change_product, list_product, show, take_down, told_anew
from shop.catalogue.models import Product
from shop.catalogue.uploads import picture_from

MOST_PICTURES = 8


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def cooperative_details(request, *, cooperative):
    form = CooperativeForm(request.POST or None, instance=cooperative)
    if form.is_valid():
        with transaction.atomic():
            told_anew(correct(form.save(commit=False)))
        messages.success(request, _("Saved."))
        return redirect("workbench")
    answer = cooperative.approvals.order_by("-id").first()
    return render(request, "workbench/cooperative.html", {"form": form, "answer": answer})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def product_new(request, *, cooperative):
    """The first of three screens."""
    new = Product(county=cooperative.county, listed_by=cooperative)
    form = ProductForm(request.POST or None, instance=new)
    picture = PictureForm(request.POST or None, request.FILES or None)
    if form.is_valid() and picture.is_valid() and listed(form, picture, request.user):
        return redirect("workbench_lot_new", new.pk)
    others = Product.objects.sellable_by(cooperative).exclude(listed_by=cooperative)
    return render(
        request,
        "workbench/product_new.html",
        {"form": form, "picture": picture, "others": others.order_by("search_text")[:30]},
    )


def listed(form: ProductForm, picture: PictureForm, user) -> bool:
    try:
        product = list_product(form.save(commit=False), by=user)
    except ValidationError as refused:
        form.add_error("name_zh", refused)
        return False
    store(picture, product, user)
    return True


def store(form: PictureForm, product: Product, user) -> None:
    """Painting a picture takes long, so it is done before the transaction that shows it."""
    given = form.cleaned_data
    picture = picture_from(given.pop("picture"), title=product.name_zh, by=user)
    show(product, picture=picture, by=user, **given)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def product(request, pk, *, cooperative):
    mine = get_object_or_404(cooperative.products.select_related("category", "county"), pk=pk)
    form = ProductForm(request.POST or None, instance=mine)
    if form.is_valid():
        change_product(form.save(commit=False), fields=form.changed_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("workbench_product", pk)
    return render(request, "workbench/product.html", page_of(mine, form=form))


def page_of(mine: Product, *, form=None, picture=None) -> dict:
    return {
        "product": mine,
        "form": form or ProductForm(instance=mine),
        "picture": picture or PictureForm(),
        "pictures": mine.pictures.select_related("picture"),
        "answer": mine.approvals.order_by("-id").first(),
        "offers": mine.offers.filter(lot__cooperative=mine.listed_by_id)
        .select_related("lot")
        .order_by("-lot__harvest_from", "lot_id", "net_g"),
    }


@require_POST
@at_desk
def picture_new(request, pk, *, cooperative):
    mine = get_object_or_404(cooperative.products.select_related("category", "county"), pk=pk)
    form = PictureForm(request.POST, request.FILES)
    if mine.pictures.count() >= MOST_PICTURES:
        form.add_error(None, _("A product has at most 8 pictures. Remove one first."))
    if form.is_valid():
        store(form, mine, request.user)
        return redirect("workbench_product", pk)
    return render(request, "workbench/product.html", page_of(mine, picture=form))


@require_POST
@at_desk
def picture_removal(request, pk, picture, *, cooperative):
    mine = get_object_or_404(cooperative.products, pk=pk)
    row = get_object_or_404(mine.pictures.select_related("product"), pk=picture)
    try:
        take_down(row, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.message)
    return redirect("workbench_product", pk)
