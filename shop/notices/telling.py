from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.utils import translation

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
        # A mail's header is one line.
        subject=" ".join(subject.split())[:200],
        body=body,
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def tell_operators(*, key: str, subject, body) -> None:
    """Tell those who operate the shop of something only a person can put right. The texts may be
    lazy ones."""
    operators = ModelBackend().with_perm("users.operate")
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        for operator in operators:
            tell(
                key=f"{key}:{operator.pk}",
                email=operator.email,
                language=language,
                subject=str(subject),
                body=str(body),
            )


def tell_again(notices) -> int:
    """Send them once more, because somebody asks for it. Returns how many."""
    return notices.update(
        status=Notice.Status.WAITING, attempts=0, begun_at=None, mailed_at=None, texted_at=None
    )
