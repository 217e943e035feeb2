"""Notices leave as mail. No transaction is open meanwhile: the row says who is at it."""

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone

from shop.notices.models import Notice

MOST_ATTEMPTS = 5
# Whoever began and was not heard of since was killed, or failed: it is another's turn.
SILENCE = timedelta(minutes=10)


def send(key: str) -> None:
    """Send a waiting notice, unless somebody is at it. A mail that was handed over just before a
    crash is sent twice: better than never."""
    now = timezone.now()
    mine = ready().filter(key=key).update(begun_at=now, attempts=F("attempts") + 1)
    if not mine:
        return
    notice = Notice.objects.get(key=key)
    try:
        mail(notice).send()
    except (OSError, ValueError) as error:
        notice.failure = f"{type(error).__name__}: {error}"[:300]
        if notice.attempts >= MOST_ATTEMPTS:
            notice.status = Notice.Status.FAILED
    else:
        notice.failure = ""
        notice.status, notice.sent_at = Notice.Status.SENT, timezone.now()
    notice.save(update_fields=["status", "failure", "sent_at"])


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
