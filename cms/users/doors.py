from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def second_step(view):
    """For work where figures or money are at stake: whoever does it signs in by two steps. Who
    has not set up the second is led to where it is done."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if settings.SECOND_STEP_REQUIRED and not is_mfa_enabled(request.user):
            messages.warning(
                request, _("Your work needs a second step at sign-in. Please set one up here.")
            )
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return guarded


def operators_only(view):
    """For those who run the shop. For others the page is not there."""
    working = second_step(view)

    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        if not request.user.is_operator:
            raise Http404
        return working(request, *args, **kwargs)

    return guarded
