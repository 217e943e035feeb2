"""Somebody is asked by mail to order for an organisation, and may once they accept. Whoever asks is
told the same whether there is an account of that address or not."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.buyers.models import Organisation
from shop.notices.models import Notice
from shop.notices.telling import tell, text_in

SALT = "invitation"
DAYS_TO_ACCEPT = 7
# Anybody may register an organisation: it is no means to mail strangers.
MOST_A_DAY = 50


class TooMany(Exception):
    """In words for whoever invites."""


class NoInvitation(Exception):
    """Why it cannot be accepted, in words for whoever opens its link."""


@transaction.atomic
def invite(organisation: Organisation, *, email: str, by: User) -> None:
    """The same address is mailed once a day. Raises TooMany."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    email, today = email.lower(), timezone.localdate()
    those = f"invitation:{organisation.pk}:{today}:"
    if Notice.objects.filter(key__startswith=those).count() >= MOST_A_DAY:
        raise TooMany(_("Too many were invited today. Please go on tomorrow."))
    link = settings.SITE_URL + reverse("invitation", args=[token_for(organisation, email)])

    def write() -> str:
        facts = {"organisation": organisation, "by": by, "link": link, "days": DAYS_TO_ACCEPT}
        return render_to_string("buyers/mail/invitation.txt", facts)

    language = get_language()
    tell(
        key=those + sha256(email.encode()).hexdigest()[:16],
        email=email,
        language=language,
        **text_in(language, write),
    )


def token_for(organisation: Organisation, email: str) -> str:
    return signing.dumps([organisation.pk, email, int(timezone.now().timestamp())], salt=SALT)


def invited_to(token: str, *, user: User) -> Organisation:
    """Raises NoInvitation."""
    try:
        pk, email, at = signing.loads(token, salt=SALT, max_age=timedelta(days=DAYS_TO_ACCEPT))
    except signing.BadSignature:
        raise NoInvitation(
            _("This invitation is over, or its link was cut off. Ask for another one.")
        ) from None
    # Who had the link mailed to them and signs in with that address is its owner.
    if email != user.email:
        raise NoInvitation(
            _("This invitation went to %(email)s. Sign in with that address.") % {"email": email}
        )
    organisation = Organisation.objects.get(pk=pk)
    asked_at = datetime.fromtimestamp(at, UTC)
    if organisation.members.filter(user=user, ended_at__gte=asked_at).exists():
        raise NoInvitation(_("Your membership was ended since. Ask for another invitation."))
    return organisation


def accept(token: str, *, user: User) -> Organisation:
    """A second time changes nothing. Raises NoInvitation."""
    organisation = invited_to(token, user=user)
    organisation.members.get_or_create(user=user, ended_at=None)
    return organisation
