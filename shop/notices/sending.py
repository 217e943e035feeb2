"""Notices leave as mail and as short messages. No transaction is open meanwhile: the row says who
is at it, and what is done."""

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.users.texting import text
from shop.notices.choosing import wanted_by_mail, wanted_by_phone
from shop.notices.models import Notice

MOST_ATTEMPTS = 5
# Whoever began and was not heard of since was killed, or failed: it is another's turn.
SILENCE = timedelta(minutes=10)


def send(key: str) -> None:
    """Send a waiting notice by the ways it is wanted, unless somebody is at it. What was handed
    over just before a crash is sent twice: better than never."""
    now = timezone.now()
    mine = ready().filter(key=key).update(begun_at=now, attempts=F("attempts") + 1)
    if not mine:
        return
    notice = Notice.objects.select_related("user").get(key=key)
    try:
        send_by_wanted_ways(notice)
    except (OSError, ValueError, ImproperlyConfigured) as error:
        notice.failure = f"{type(error).__name__}: {error}"[:300]
        if notice.attempts >= MOST_ATTEMPTS:
            notice.status = Notice.Status.FAILED
    else:
        notice.failure = ""
        told = notice.mailed_at or notice.texted_at
        notice.status = Notice.Status.SENT if told else Notice.Status.UNWANTED
    notice.save(update_fields=["status", "failure", "mailed_at", "texted_at"])


def send_by_wanted_ways(notice: Notice) -> None:
    """Where one of them failed, the other goes out all the same, and the next try leaves out what
    is done."""
    try:
        if not notice.mailed_at and wanted_by_mail(notice):
            mail(notice).send()
            notice.mailed_at = timezone.now()
    finally:
        if not notice.texted_at and wanted_by_phone(notice):
            text(notice.user.phone, short(notice))
            notice.texted_at = timezone.now()


def waiting():
    """Keys of notices whose turn it is."""
    return ready().order_by("made_at").values_list("key", flat=True)


def ready():
    free = Q(begun_at=None) | Q(begun_at__lte=timezone.now() - SILENCE)
    return Notice.objects.filter(free, status=Notice.Status.WAITING)


def mail(notice: Notice) -> EmailMessage:
    return EmailMessage(
        notice.subject,
        notice.body,
        to=[notice.email],
        headers={"Content-Language": notice.language, "Auto-Submitted": "auto-generated"},
    )


def short(notice: Notice) -> str:
    with translation.override(notice.language):
        return _("Shanhuo: %(subject)s") % {"subject": notice.subject}
