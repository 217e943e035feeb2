from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.utils import translation

from cms.users.models import User
from producers.cooperatives.models import Staff
from shop.notices.models import Notice


def tell(
    *,
    key: str,
    email: str,
    language: str,
    subject: str,
    body: str,
    kind: str = "",
    user_id: int | None = None,
) -> None:
    """Have it told to somebody, once. Call in the transaction of what there is to tell: the worker
    sends it after the next tick. Where it is told to a user and of a Notice.Kind, by the ways they
    chose; a short message says the subject only."""
    notice = Notice(
        key=key,
        kind=kind,
        user_id=user_id,
        email=email,
        language=language,
        subject=one_line(subject),
        body=body,
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def tell_desk(cooperative_id: int, *, key: str, text: str) -> None:
    """Tell all who work the desk of a cooperative. The first line of the text is the subject."""
    subject, _, body = text.strip().partition("\n")
    staff = Staff.objects.at_work().filter(cooperative=cooperative_id).select_related("user")
    people = [person.user for person in staff]
    tell_each(people, key=key, subject=subject, body=body.strip() + "\n")


def tell_each(people: Iterable[User], *, key: str, subject: str, body: str) -> None:
    """Tell several people of work that one of them has to do, each once, in the language of the
    shop. Call in the transaction of what there is to do."""
    Notice.objects.bulk_create(
        [
            Notice(
                key=f"{key}:{person.pk}",
                email=person.email,
                language=settings.LANGUAGE_CODE,
                subject=one_line(subject),
                body=body,
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


def one_line(subject: str) -> str:
    """As a mail's header has to be."""
    return " ".join(subject.split())[:200]


def tell_operators(*, key: str, subject, body) -> None:
    """Tell those who operate the shop of something only a person can put right. The texts may be
    lazy ones."""
    operators = ModelBackend().with_perm("users.operate")
    with translation.override(settings.LANGUAGE_CODE):
        tell_each(operators, key=key, subject=str(subject), body=str(body))


def tell_again(notices) -> int:
    """Send them once more, because somebody asks for it. Returns how many."""
    return notices.update(
        status=Notice.Status.WAITING, attempts=0, begun_at=None, mailed_at=None, texted_at=None
    )
