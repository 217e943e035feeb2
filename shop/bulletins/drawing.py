"""Drawing up a bulletin: the rows of one moment, the figures over them, and the files made of
both. Either all of it is kept or nothing is: whoever is stopped in the middle begins again."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django_tasks import task

from shop.bulletins import printing, workbook
from shop.bulletins.models import Bulletin, BulletinFile, Closing
from shop.bulletins.row_ids import pack
from shop.bulletins.tables import figures_of, question_of
from shop.ledger.reach import Reaches
from shop.statistics.ledger_rows import ledger_rows
from shop.statistics.signing import RowsFiles, definitions_now, edition_of, signed_zip
from shop.statistics.snapshot import one_snapshot
from shop.statistics.sources import LEDGER

# What was asked for and not drawn up for so long was lost with its worker.
LOST_AFTER = timedelta(minutes=10)
KEPT_SECONDS = 3600


@task()
def from_queue(closing_id: int) -> None:
    for closing in Closing.objects.filter(pk=closing_id, bulletin=None):
        draw_up(closing)


def left_undrawn() -> QuerySet:
    return Closing.objects.filter(bulletin=None, asked_at__lt=timezone.now() - LOST_AFTER)


def draw_up(closing: Closing, *, closed_at=None) -> None:
    """Now; the demo closes months that are long over, as of a moment of then."""
    with TemporaryDirectory() as folder, translation.override("zh-hans"):
        # Read once: all files of a bulletin speak of one edition.
        rows, definitions = RowsFiles(Path(folder)), definitions_now()
        bulletin = read(
            closing, rows, edition=edition_of(definitions), closed_at=closed_at or timezone.now()
        )
        xlsx = workbook.ledger_workbook(bulletin, rows.csv, told=progress_of(closing))
        files = {
            "pdf": printing.printed(bulletin),
            "xlsx": xlsx,
            "zip": signed(bulletin, rows, definitions),
        }
    keep(bulletin, files)


def read(closing: Closing, rows: RowsFiles, *, edition: str, closed_at) -> Bulletin:
    """All in one view of the ledger, so that rows and figures are the same ones."""
    reaches, ids = Reaches(), []
    question = question_of(closing, reaches, compare=True, as_of=closed_at)
    with one_snapshot():
        entries = LEDGER.rows(question, closing.first, closing.last)
        rows.write(counted(ledger_rows(entries), ids))
        figures = figures_of(closing, question, reaches)
    return Bulletin(
        closing=closing,
        closed_at=closed_at,
        definitions=edition,
        figures=figures,
        entries=pack(ids),
        rows=len(ids),
        digest=rows.digest,
    )


def counted(told, ids: list[int]):
    for entry, row in told:
        ids.append(entry.pk)
        yield entry, row


def progress_of(closing: Closing) -> Callable[[int], object]:
    """How many rows stand in the workbook, for whoever waits: writing it takes longest."""
    return lambda rows: cache.set(progress_key(closing), rows, timeout=KEPT_SECONDS)


def rows_written(closing: Closing) -> int:
    return cache.get(progress_key(closing), 0)


def progress_key(closing: Closing) -> str:
    return f"bulletin-{closing.code}-rows"


def signed(bulletin: Bulletin, rows: RowsFiles, definitions: bytes) -> bytes:
    closing = bulletin.closing
    question = {
        "bulletin": closing.code,
        "address": closing.address,
        "region": closing.region_id,
        "side": closing.side,
        "first": closing.first,
        "last": closing.last,
        "as_of": bulletin.closed_at.isoformat(),
    }
    packed = signed_zip(rows, question=question, figures=bulletin.figures, definitions=definitions)
    return packed.read_bytes()


def keep(bulletin: Bulletin, files: dict[str, bytes]) -> None:
    """Where another worker was faster, its bulletin stands."""
    try:
        with transaction.atomic():
            bulletin.save(force_insert=True)
            for suffix, content in files.items():
                BulletinFile.objects.create(
                    bulletin=bulletin,
                    suffix=suffix,
                    content=content,
                    size=len(content),
                    sha256=sha256(content).hexdigest(),
                )
    except IntegrityError:
        if not Bulletin.objects.filter(closing=bulletin.closing).exists():
            raise
