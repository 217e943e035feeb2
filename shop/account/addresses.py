from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shop.buyers.address_book import as_typed, keep, read, replace
from shop.buyers.forms import SavedAddressForm, tidied
from shop.buyers.models import SavedAddress


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def addresses(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, SavedAddressForm())
    if only_chose_a_place(request):
        return show_places(request)
    form = SavedAddressForm(request.POST)
    if not form.is_valid():
        return show(request, form)
    keep(request.user, **form.address)
    messages.success(request, _("The address is kept."))
    return redirect("addresses")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def address(request: HttpRequest, pk: int) -> HttpResponse:
    old = get_object_or_404(read(request.user), pk=pk)
    if request.method != "POST":
        return show(request, SavedAddressForm(initial=as_typed(old)), old)
    if only_chose_a_place(request):
        return show_places(request, old)
    form = SavedAddressForm(request.POST)
    if not form.is_valid():
        return show(request, form, old)
    replace(old, **form.address)
    messages.success(request, _("The address is changed."))
    return redirect("addresses")


@require_POST
@login_required
def address_removal(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(request.user.addresses, pk=pk).delete()
    messages.success(request, _("The address is no longer kept."))
    return redirect("addresses")


def only_chose_a_place(request: HttpRequest) -> bool:
    return bool(request.htmx) or request.POST.get("step") == "place_chosen"


def show_places(request: HttpRequest, old: SavedAddress | None = None) -> HttpResponse:
    form = SavedAddressForm(initial=tidied(request.POST.dict()))
    if request.htmx:
        return render(request, "buyers/place.html", {"form": form})
    return show(request, form, old)


def show(
    request: HttpRequest, form: SavedAddressForm, old: SavedAddress | None = None
) -> HttpResponse:
    return render(
        request,
        "account/addresses.html",
        {"addresses": read(request.user), "form": form, "old": old},
    )
