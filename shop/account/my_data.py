from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.users.doors import asked_anew
from shop.account.copying import copy_for
from shop.account.erasing import CannotErase, erase, obstacles


@require_safe
@login_required
@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    return render(request, "account/data.html", {"requests": request.user.data_requests.all()})


@require_POST
@asked_anew
@never_cache
def data_copy(request: HttpRequest) -> HttpResponse:
    """The copy comes at once."""
    disposition = 'attachment; filename="shanhuo-my-data.zip"'
    return HttpResponse(
        copy_for(request.user), "application/zip", headers={"Content-Disposition": disposition}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@asked_anew
@never_cache
def data_erasure(request: HttpRequest) -> HttpResponse:
    if request.POST.get("sure"):
        try:
            erase(request.user)
        except CannotErase as refused:
            return render(request, "account/erasure.html", {"reasons": refused.reasons})
        logout(request)
        messages.success(request, _("Your account is erased. Thank you for having been here."))
        return redirect("products")
    return render(request, "account/erasure.html", {"reasons": list(obstacles(request.user))})
