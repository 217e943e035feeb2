from functools import wraps
from time import time

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.users.models import User


def signed_in(request: HttpRequest) -> User | None:
    """Whoever asks; None for a guest."""
    return request.user if request.user.is_authenticated else None


class NoSecondStep(Exception):
    """Somebody comes to a door by their work, and signs in by a password only."""


def need_second_step(user: User) -> None:
    """For work where figures or money are at stake: whoever does it signs in by two steps. Call
    where somebody passes by their work, before anything is done. Raises NoSecondStep."""
    if lacks_second_step(user):
        raise NoSecondStep


def lacks_second_step(user: User) -> bool:
    return settings.SECOND_STEP_REQUIRED and not is_mfa_enabled(user)


def ask_for_second_step(get_response):
    """Who has not set up the second step is led to where it is done: from whichever door says so,
    and from all of the admin."""

    def middleware(request):
        editing = request.path.startswith("/admin/")
        if editing and edits(request.user) and lacks_second_step(request.user):
            return to_set_it_up(request)
        return get_response(request)

    def process_exception(request, exception):
        return to_set_it_up(request) if isinstance(exception, NoSecondStep) else None

    middleware.process_exception = process_exception
    return middleware


def edits(user) -> bool:
    return user.has_perm("wagtailadmin.access_admin")


def to_set_it_up(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, _("Your work needs a second step at sign-in. Please set one up here.")
    )
    return redirect("mfa_index")


def asked_anew(view):
    """For what whoever finds a telephone unlocked is not to do: the password or the second step is
    asked again. Who has neither signs in once more, by a code, and goes on from the page before."""
    by_what_they_have = reauthentication_required(view)

    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        user = request.user
        if user.has_usable_password() or is_mfa_enabled(user):
            return by_what_they_have(request, *args, **kwargs)
        if signed_in_just_now(request):
            return view(request, *args, **kwargs)
        logout(request)
        messages.info(request, _("Please sign in again by a code, to show that it is you."))
        return redirect_to_login(reverse("my_data"), reverse("account_request_login_code"))

    return guarded


def signed_in_just_now(request) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time() - records[-1]["at"] < REAUTHENTICATION_TIMEOUT


def operators_only(view):
    """For those who run the shop. For others the page is not there."""

    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        if not request.user.is_operator:
            raise Http404
        need_second_step(request.user)
        return view(request, *args, **kwargs)

    return guarded
