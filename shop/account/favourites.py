from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shop.account.watching import keep_in_sight, on_sale
from shop.catalogue.models import Product


@require_safe
@login_required
@never_cache
def favourites(request: HttpRequest) -> HttpResponse:
    mine = request.user.favourites.filter(product__status=Product.Status.PUBLISHED)
    mine = mine.select_related("product__county").annotate(on_sale=on_sale())
    return render(request, "account/favourites.html", {"favourites": mine})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def favourite(request: HttpRequest, slug: str) -> HttpResponse:
    """Pages of goods lead here by a plain link: they are the same for everybody, and ask nothing
    about anybody."""
    product = get_object_or_404(Product.objects.published(), slug=slug)
    mine = request.user.favourites.filter(product=product)
    if request.method != "POST":
        context = {"product": product, "is_favourite": mine.exists()}
        return render(request, "account/favourite.html", context)
    if request.POST.get("do") == "remove":
        mine.delete()
        messages.success(request, _("%s is no favourite any more.") % product)
    else:
        keep_in_sight(product, user=request.user, language=get_language())
        messages.success(
            request, _("%s is among your favourites: we tell you when it is back.") % product
        )
    return redirect("favourites")
