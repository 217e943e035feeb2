"""Sales made offline are what one side says of them until the other side confirms, or a paper shows
them. They count in the figures all the same, and what is unconfirmed is shown apart."""

import hashlib
from collections.abc import Iterable, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cms.users.models import User
from producers.regions.codes import range_of
from producers.regions.models import Posting
from shop.ledger.inserting import insert
from shop.ledger.models import ChannelReport, ConfirmedSale, Entry, Evidence, Unconfirmed

AT_ONCE = 1000


def unconfirmed(rows: QuerySet) -> QuerySet:
    """Those of rows that nobody confirmed: sales made offline, and what answers them."""
    # That they were made offline an index says, before each is looked for among the notes.
    return rows.filter(online=False, unconfirmed__isnull=False)


def waiting_for(user: User, *, report: ChannelReport | None = None) -> QuerySet:
    """Sales that an official may confirm: they concern their place, stand, and another place told
    of them."""
    sales = unconfirmed(Entry.objects.visible_to(user).standing()).filter(
        kind=Entry.Kind.SALE, report_line__isnull=False
    )
    if report:
        sales = sales.filter(report_line__report=report)
    return sales.filter(told_by_others(Posting.objects.of(user)))


def told_by_others(postings: Sequence[Posting]) -> Q:
    """By a place that neither lies in theirs nor holds it. Who is posted to the whole country is on
    both sides, and so on neither."""
    teller = "report_line__report__region"
    others = Q(**{f"{teller}__isnull": True})
    not_own = Q()
    for posting in postings:
        if posting.region_id is None:
            return Q(pk__in=[])
        own = Q(**{f"{teller}__code__range": range_of(posting.region_id)})
        above = [posting.region_id[:digits].ljust(6, "0") for digits in (2, 4)]
        not_own &= ~own & ~Q(**{f"{teller}__in": above})
    return others | not_own


def by_report(sales: QuerySet) -> list[dict]:
    """How many sales of each report, and their fen; the latest report first."""
    counted = sales.values("report_line__report").annotate(
        sales=Count("pk"), amount_fen=Sum("amount_fen")
    )
    found = {row["report_line__report"]: row for row in counted}
    reports = ChannelReport.objects.filter(pk__in=found).select_related("channel", "region")
    return [{"report": report, **found[report.pk]} for report in reports]


@transaction.atomic
def confirm(sales: QuerySet, *, by: User) -> int:
    """The other side says that these took place. Returns how many nobody had confirmed before."""
    return write(sales, by=by, evidence=None)


@transaction.atomic
def attach(report: ChannelReport, file: UploadedFile, *, by: User) -> Evidence:
    """A paper that shows the sales of a report."""
    content = file.read()
    evidence = Evidence.objects.create(
        report=report,
        file_name=file.name[-200:],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
    )
    sales = unconfirmed(Entry.objects.standing()).filter(
        kind=Entry.Kind.SALE, report_line__report=report
    )
    write(sales, by=by, evidence=evidence)
    return evidence


def write(sales: QuerySet, *, by: User, evidence: Evidence | None) -> int:
    # What somebody else confirms or takes back just now is left to them: a correction of a report
    # goes through its sales in another order, and each would wait for the other.
    waiting = Unconfirmed.objects.select_for_update(skip_locked=True).filter(entry__in=sales)
    found = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(found), AT_ONCE):
        pks = found[start : start + AT_ONCE]
        ConfirmedSale.objects.bulk_create(
            [ConfirmedSale(entry_id=pk, by=by, evidence=evidence) for pk in pks],
            # A process not updated yet may have confirmed it and left its note.
            ignore_conflicts=True,
        )
        settle(pks)
    return len(found)


def confirm_again(again: dict[int, Entry]) -> None:
    """Of sales taken back and written again as they were, by the key they had: who confirmed the
    one confirmed the other. Call in their transaction."""
    confirmed = [
        ConfirmedSale(entry=again[one.pk], by_id=one.by_id, evidence_id=one.evidence_id)
        for one in ConfirmedSale.objects.filter(entry__in=list(again))
    ]
    ConfirmedSale.objects.bulk_create(confirmed)
    settle([one.pk for one in confirmed])


def settle(rows: list[int]) -> None:
    """Nothing of these sales waits any longer. What answers a row is looked for when its note is
    gone: whoever answers it meanwhile waited for that, or has it to themselves."""
    while rows:
        Unconfirmed.objects.filter(entry__in=rows).delete()
        answers = Entry.objects.filter(answers__in=rows)
        rows = list(answers.values_list("pk", flat=True))


def note_unconfirmed(entries: Iterable[Entry]) -> None:
    """Of rows just written: a sale made offline waits to be confirmed, and so does what answers
    one that waits. Call in their transaction."""
    offline = [entry for entry in entries if not entry.online]
    answered = [entry.answers_id for entry in offline if entry.answers_id]
    found = Unconfirmed.objects.select_for_update().filter(entry__in=answered).order_by("pk")
    waiting = set(found.values_list("pk", flat=True))
    insert(
        Unconfirmed,
        [
            Unconfirmed.of(entry)
            for entry in offline
            if not entry.answers_id or entry.answers_id in waiting
        ],
    )


@transaction.atomic
def note_again() -> None:
    """Make the notes say again what the rows and confirmations say. What they say already is not
    written again."""
    names = ["pk", *Unconfirmed.repeated()]
    right, notes = (rows.values_list(*names) for rows in (should_wait(), Unconfirmed.objects))
    statement, values = right.difference(notes).query.sql_with_params()
    columns = ", ".join(["entry_id", *Unconfirmed.repeated()])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Who sells offline or confirms waits, and readers read on.
            cursor.execute("LOCK TABLE shop_unconfirmed IN EXCLUSIVE MODE")
        wrong = [pk for pk, *_noted in notes.difference(right).iterator()]
        for start in range(0, len(wrong), AT_ONCE):
            Unconfirmed.objects.filter(pk__in=wrong[start : start + AT_ONCE]).delete()
        cursor.execute(f"INSERT INTO shop_unconfirmed ({columns}) {statement}", values)


def should_wait() -> QuerySet:
    """What is to be noted, by what happened: rows made offline that are, or answer, or answer what
    answers, a sale nobody confirmed."""
    sale = Coalesce("answers__answers", "answers", "pk")
    confirmed = ConfirmedSale.objects.filter(entry=OuterRef("sale"))
    return Entry.objects.alias(sale=sale).filter(~Exists(confirmed), online=False)
