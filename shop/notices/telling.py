from collections.abc import Callable, Iterable

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


def tell_desk(cooperative_id: int, *, key: str, write: Callable[[], str]) -> None:
    """Tell all who work the desk of a cooperative, as tell_each does."""
    staff = Staff.objects.at_work().filter(cooperative=cooperative_id).select_related("user")
    tell_each([person.user for person in staff], key=key, write=write)


def tell_each(people: Iterable[User], *, key: str, write: Callable[[], str]) -> None:
    """Tell several people of work that one of them has to do, each once. `write` gives the text in
    the language that is spoken, and is asked once for each of theirs; its first line is the
    subject. Call in the transaction of what there is to do."""
    people = list(people)
    texts = {language: text_in(language, write) for language in {one.language for one in people}}
    Notice.objects.bulk_create(
        [
            Notice(
                key=f"{key}:{person.pk}",
                email=person.email,
                language=person.language,
                **texts[person.language],
            )
            for person in people
        ],
        ignore_conflicts=True,
    )


def text_in(language: str, write: Callable[[], str]) -> dict[str, str]:
    """Subject and body of what is written in that language: the first line is the subject."""
    with translation.override(language):
        subject, _, body = write().strip().partition("\n")
    return {"subject": one_line(subject), "body": body.strip() + "\n"}


def one_line(subject: str) -> str:
    """As a mail's header has to be."""
    return " ".join(subject.split())[:200]


def tell_operators(*, key: str, write: Callable[[], str]) -> None:
    """Tell those who operate the shop of something only a person can put right, as tell_each
    does."""
    tell_each(ModelBackend().with_perm("users.operate"), key=key, write=write)


def tell_again(notices) -> int:
    """Send them once more, because somebody asks for it. Returns how many."""
    return notices.update(
        status=Notice.Status.WAITING, attempts=0, begun_at=None, mailed_at=None, texted_at=None
    )
