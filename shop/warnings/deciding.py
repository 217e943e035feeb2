"""What officials do about a finding: they assign it, answer it, and close it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.users.models import User
from shop.channels.models import Channel
from shop.ledger.models import Entry, SameBox
from shop.ledger.reports.counting import hand_on_counts
from shop.ledger.writing import undo
from shop.notices.telling import tell_each
from shop.warnings.models import Finding, FindingEvent
from shop.warnings.wording import words

Kind = FindingEvent.Kind


class DecidedAlready(ValidationError):
    def __init__(self):
        super().__init__(_("Somebody closed this finding before you. Nothing was changed."))


class ConcernsYou(ValidationError):
    def __init__(self):
        super().__init__(_("This finding is about you: somebody else has to decide it."))


class ConcernsThem(ValidationError):
    def __init__(self):
        super().__init__(_("This finding is about them: assign it to somebody else."))


class OursCounts(ValidationError):
    def __init__(self):
        super().__init__(_("An order of this site was paid here and always counts: keep that one."))


class CountsNoLonger(ValidationError):
    def __init__(self):
        super().__init__(
            _(
                "The row you chose was taken back meanwhile and does not count. Nothing was "
                "changed: choose the other one, or close the finding below."
            )
        )


@transaction.atomic
def assign(finding: Finding, *, to: User, by: User) -> None:
    finding = still_open(finding, by)
    if finding.concerns(to):
        raise ConcernsThem
    finding.assigned_to = to
    finding.save(update_fields=["assigned_to"])
    event = finding.events.create(kind=Kind.ASSIGNED, to=to, by=by)
    if to != by:
        tell_assigned(event)


def tell_assigned(event: FindingEvent) -> None:
    finding = event.finding

    def write() -> str:
        link = settings.SITE_URL + reverse("finding", args=[finding.pk])
        subject = _("%(name)s assigned a warning to you") % {"name": event.by.name}
        return f"{subject}\n{finding.get_rule_display()}\n{words(finding)}\n\n{link}"

    tell_each([event.to], key=f"finding_assigned:{event.pk}", write=write)


@transaction.atomic
def answer(finding: Finding, *, text: str, by: User) -> None:
    happened(still_open(finding, by), Kind.ANSWERED, text=text, by=by)


@transaction.atomic
def close(finding: Finding, *, confirmed: bool, text: str, by: User) -> None:
    """As something that should not be, or as a false alarm: two boxes, a good reason."""
    kind = Kind.CONFIRMED if confirmed else Kind.FALSE_ALARM
    happened(still_open(finding, by), kind, text=text, by=by)


@transaction.atomic
def keep_one(finding: Finding, *, kept: int, text: str, by: User) -> None:
    """Both are the same box: the one kept counts, the other is taken back on its own day, and stays
    so. Each is what stands of its line by now; the other may have been taken back with its
    report."""
    finding = still_open(finding, by)
    rows = Entry.objects.filter(findings=finding)
    # Reports of a channel change one after the other.
    channels = Channel.objects.filter(pk__in=rows.values("channel")).order_by("pk")
    list(channels.select_for_update(no_key=True))
    found = {row.pk: row for row in rows.select_related("report_line").with_what_stands()}
    chosen = found.pop(kept, None)
    # Of other rules the rows are different boxes.
    if not finding.is_of_two or chosen is None or len(found) != 1:
        raise ValidationError(_("Choose the one of the two that counts."))
    (other,) = found.values()
    if other.report_line is None:
        raise OursCounts
    if chosen.stands_as is None:
        raise CountsNoLonger
    if other.stands_as is not None:
        other = Entry.objects.select_related("report_line").get(pk=other.stands_as)
        undo(other)
        hand_on_counts({other.report_line.parcel_key})
    SameBox.objects.create(line=other.report_line, counted=chosen)
    happened(finding, Kind.CONFIRMED, text=text, by=by)


def still_open(finding: Finding, by: User) -> Finding:
    """Locked, so that of two who decide at once the second is told. Nobody decides what is found
    about themselves."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.concerns(by):
        raise ConcernsYou
    if finding.is_closed:
        raise DecidedAlready
    return finding


def happened(finding: Finding, kind: Kind, *, text: str, by: User) -> None:
    finding.status = kind
    finding.save(update_fields=["status"])
    finding.events.create(kind=kind, text=text, by=by)
