"""Taking in sales made elsewhere: a report as a whole, or nothing of it with every fault named."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from tempfile import TemporaryFile

from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from producers.regions.models import Posting, Region
from shop.channels.models import Channel
from shop.ledger.models import ChannelReport
from shop.ledger.reports.checking import Progress, Sums, check
from shop.ledger.reports.faults import Fault, ReportRefused, refuse
from shop.ledger.reports.lines import Reader
from shop.ledger.reports.models import Profile
from shop.ledger.reports.profiles import refuse_missing_columns, wording_of
from shop.ledger.reports.reading import read
from shop.ledger.reports.spool import Spool
from shop.ledger.reports.storing import HandIn, rehearse, store

OWN_CHANNEL = "RETAIL"


@dataclass(frozen=True)
class Outcome:
    """What a report is, or would be: its lines, those not told before, those told before, and of a
    correction those told otherwise and those no longer told."""

    report: ChannelReport | None
    rows: int
    new: int
    duplicates: int
    changed: int = 0
    left_out: int = 0
    sums: Sums = field(default_factory=Sums)
    notes: list[Fault] = field(default_factory=list)


def import_report(
    content: bytes,
    *,
    name: str,
    channel_code: str,
    by: User | None = None,
    dry_run: bool = False,
    profile: Profile | None = None,
    region: Region | None = None,
    days: tuple[date, date] | None = None,
    corrects: ChannelReport | None = None,
    reason: str = "",
    progress: Progress = lambda rows: None,
    stored: Callable[[ChannelReport | None], None] = lambda report: None,
) -> Outcome:
    """Store the sales in a file, as rows of the ledger. Raises ReportRefused with every fault, and
    then nothing was stored.

    `by` is the official who hands it in: a row has to concern their region; without, the operator
    imports for all. `region` is the place that reports, else the one they are posted to. `days`
    are the first and last the report is of, else the months of its rows. Of a report that
    `corrects` another, lines told otherwise or no longer are taken back on their own day.
    `progress` hears how many rows are done; `stored` hears of the report in its transaction."""
    channel = Channel.objects.filter(code=channel_code).first()
    if not channel or channel.code == OWN_CHANNEL:
        refuse(_("%(code)s is no channel that reports.") % {"code": channel_code[:20]})
    region = region or region_of(by)
    wording = wording_of(profile, channel=channel, region=region)
    table = read(content, known_by=[wording.known_by()])
    with faults_named(table), TemporaryFile() as file:
        wording = wording.of_header(table.header)
        refuse_missing_columns(wording, table.header)
        reader = Reader(channel=channel.code, wording=wording, days=days)
        checked = check(table, reader, Spool(file), by=by, progress=progress)
        hand_in = HandIn(
            channel=channel,
            region=region,
            days=days or checked.sums.months,
            corrects=corrects.first_of_its_sales if corrects else None,
            reason=reason,
            file_name=name[-200:],
            sha256=hashlib.sha256(content).hexdigest(),
            sheet=(table.sheet or "")[:40],
            by=by,
            wording=wording,
        )
        if dry_run or checked.faults:
            # What contradicts is named beside what is wrong.
            done = rehearse(checked, hand_in)
            refuse_all(checked.faults + done.faults)
        else:
            with transaction.atomic():
                done = store(checked, hand_in, progress)
                stored(done.report)
    return Outcome(
        report=done.report,
        rows=checked.sums.rows,
        new=done.new,
        duplicates=done.same,
        changed=done.changed,
        left_out=done.left_out,
        sums=checked.sums,
        notes=done.notes,
    )


@contextmanager
def faults_named(table) -> Iterator[None]:
    try:
        yield
    except ReportRefused as refused:
        raise ReportRefused(
            (replace(fault, sheet=table.sheet) for fault in refused.faults), rows=table.rows_read
        ) from None


def refuse_all(faults: list[Fault]) -> None:
    if faults:
        raise ReportRefused(sorted(faults, key=lambda fault: fault.row or 0))


def region_of(official: User | None) -> Region | None:
    """The place somebody reports for: the first they are posted to."""
    posting = Posting.objects.of(official).order_by("pk").first() if official else None
    return posting.region if posting else None
