import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from shop.ledger.reports.faults import Fault, ReportRefused, refuse
from shop.ledger.reports.importing import import_report
from shop.ledger.reports.models import Profile


class Command(BaseCommand):
    help = "Take in a file of sales made elsewhere: all of it, or nothing with every error named."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="XLSX, or CSV in UTF-8 or GB 18030")
        parser.add_argument("--channel", required=True, metavar="CODE")
        parser.add_argument("--profile", metavar="CODE", help="how the source names its columns")
        parser.add_argument("--dry-run", action="store_true", help="say what would be stored")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, file: Path, channel: str, dry_run: bool, **options):
        try:
            outcome = import_report(
                file.read_bytes(),
                name=file.name,
                channel_code=channel,
                profile=profile_called(options["profile"]),
                dry_run=dry_run,
            )
        except OSError as error:
            faults, rows = [Fault(f"{file}: {error.strerror}")], 0
        except ReportRefused as refused:
            faults, rows = refused.faults, refused.rows
        else:
            self.say(
                as_json=options["json"],
                report=outcome.report.pk if outcome.report else None,
                rows=outcome.rows,
                new=outcome.new,
                duplicates=outcome.duplicates,
                errors=[],
            )
            return
        told = {"report": None, "rows": rows, "new": 0, "duplicates": 0}
        self.say(as_json=options["json"], errors=faults, **told)
        raise CommandError(f"{len(faults)} errors; nothing was stored.", returncode=1)

    def say(self, *, as_json: bool, errors: list[Fault], **told):
        if as_json:
            errors = [fault.as_json() for fault in errors]
            self.stdout.write(json.dumps({**told, "errors": errors}, ensure_ascii=False))
            return
        for fault in errors:
            where = "".join(f"{part} " for part in (fault.sheet, fault.row, fault.column) if part)
            self.stderr.write(f"{where}{fault.message}")
        self.stdout.write(" ".join(f"{name}={value}" for name, value in told.items()))


def profile_called(code: str | None) -> Profile | None:
    if code is None:
        return None
    profile = Profile.objects.filter(code=code).first()
    return profile or refuse(f"{code[:40]} is no profile.")
