from functools import partial

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django.db import transaction
from django.http import HttpRequest

from cms.users.models import User


def invited(email: str, *, request: HttpRequest) -> User:
    """The user of that address. Where there is none, one is made who cannot sign in until they
    have chosen a password by the link that is mailed to them. Call inside a transaction."""
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known:
        return known
    user = User.objects.create_user(email)
    # Mail goes out when the user is there for good.
    transaction.on_commit(partial(mail_a_link, email, request))
    return user


def mail_a_link(email: str, request: HttpRequest) -> None:
    form = ResetPasswordForm({"email": email})
    with request_context(request):
        if form.is_valid():
            form.save(request)
