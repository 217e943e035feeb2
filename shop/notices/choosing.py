"""Which events somebody is told of, and by which way: as they chose, else by mail."""

from cms.users.models import User
from shop.notices.models import Notice, NoticeChoice

# What a buyer must be told in writing: that the contract stands and what it says (电子商务法
# art. 50), how it ended, what money goes back, and what became of a complaint; and the invoice
# (art. 14), at the address that was given for it.
ALWAYS_MAILED = {
    Notice.Kind.PLACED,
    Notice.Kind.CANCELLED,
    Notice.Kind.REFUNDED,
    Notice.Kind.CLAIM,
    Notice.Kind.INVOICE,
}


def wanted_by_mail(notice: Notice) -> bool:
    if notice.kind in ALWAYS_MAILED:
        return True
    choice = choice_for(notice)
    return choice is None or choice.by_mail


def wanted_by_phone(notice: Notice) -> bool:
    """To a number that was shown to be theirs, and to no other."""
    choice = choice_for(notice)
    return bool(choice and choice.by_phone and notice.user.phone_verified)


def choice_for(notice: Notice) -> NoticeChoice | None:
    return NoticeChoice.objects.filter(user=notice.user_id, kind=notice.kind).first()


def choices_of(user: User) -> dict[str, NoticeChoice]:
    """One for each kind, as it is where nothing was said."""
    choices = {
        kind: NoticeChoice(user=user, kind=kind, by_mail=True, by_phone=False)
        for kind in Notice.Kind.values
    }
    return choices | {choice.kind: choice for choice in user.notice_choices.all()}


def choose(user: User, *, by_mail: set[str], by_phone: set[str]) -> None:
    """Kinds of events by way. What must be told in writing is mailed all the same."""
    NoticeChoice.objects.bulk_create(
        [
            NoticeChoice(user=user, kind=kind, by_mail=kind in by_mail, by_phone=kind in by_phone)
            for kind in Notice.Kind.values
        ],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["by_mail", "by_phone"],
    )
