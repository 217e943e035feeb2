from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.notices.choosing import ALWAYS_MAILED, choices_of, choose


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def notice_choices(request: HttpRequest) -> HttpResponse:
    """What somebody is told of, and by which way."""
    by_phone_offered = bool(settings.SMS_BACKEND) and request.user.phone_verified
    if request.method == "POST":
        by_mail, by_phone = (set(request.POST.getlist(way)) for way in ("by_mail", "by_phone"))
        if not by_phone_offered:
            # Its boxes could not be ticked: what was chosen before stands.
            chosen = choices_of(request.user).items()
            by_phone = {kind for kind, choice in chosen if choice.by_phone}
        choose(request.user, by_mail=by_mail, by_phone=by_phone)
        request.user.speaks(get_language())
        messages.success(request, _("Your choice is kept."))
        return redirect("notice_choices")
    return render(
        request,
        "account/notice_choices.html",
        {
            "choices": choices_of(request.user).values(),
            "always_mailed": ALWAYS_MAILED,
            "by_phone": by_phone_offered,
        },
    )
