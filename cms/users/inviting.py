from functools import partial

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.users.models import User


class Unconfirmed(ValidationError):
    """Somebody made an account with this address, and may not be its owner."""

    def __init__(self):
        super().__init__(
            _(
                "The owner of this account has not confirmed the e-mail address yet. Ask them to "
                "do so on their page of e-mail addresses, then try again."
            )
        )


def invited(email: str, *, request: HttpRequest) -> User:
    """The user of that address. Where there is none, one is made who cannot sign in until they
    have chosen a password by the link that is mailed to them. Call inside a transaction. Raises
    Unconfirmed."""
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known:
        refuse_a_stranger(known)
        return known
    user = User.objects.create_user(email)
    # Mail goes out when the user is there for good.
    transaction.on_commit(partial(mail_a_link, email, request))
    return user


def refuse_a_stranger(user: User) -> None:
    """What is given to an address is not to go to whoever was the first to sign up with it."""
    unconfirmed = EmailAddress.objects.filter(user=user, email=user.email, verified=False)
    if user.has_usable_password() and unconfirmed.exists():
        raise Unconfirmed


def mail_a_link(email: str, request: HttpRequest) -> None:
    form = ResetPasswordForm({"email": email})
    with request_context(request):
        if form.is_valid():
            form.save(request)
