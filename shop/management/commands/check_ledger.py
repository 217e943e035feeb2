import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from shop.statistics.checking import check


class Command(BaseCommand):
    help = (
        "Compare the sales ledger with orders, payments, refunds and reports, and the summaries "
        "with the ledger. Exits with 1 where anything differs."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        entries, differences = check()
        if options["json"]:
            said = {"entries": entries, "differences": [asdict(found) for found in differences]}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            for found in differences:
                self.stdout.write(
                    f"{found.kind} {found.source}: expected {found.expected}, found {found.found}"
                )
            self.stdout.write(f"{entries} rows, {len(differences)} differences")
        if differences:
            raise CommandError(f"{len(differences)} differences", returncode=1)
