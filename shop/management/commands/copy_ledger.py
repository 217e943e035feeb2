from django.core.management.base import BaseCommand, CommandError

from shop.statistics import copying
from shop.statistics.clickhouse import Unanswered, nodes


class Command(BaseCommand):
    help = "Copy the whole ledger to ClickHouse, anew; from then on the worker feeds it."

    def add_arguments(self, parser):
        parser.add_argument("--stop", action="store_true", help="copy nothing any more")

    def handle(self, *args, **options):
        if options["stop"]:
            return copying.stop()
        if not nodes():
            raise CommandError("No node of ClickHouse is named, see docs/operate.md.")
        try:
            copying.begin()
            self.stdout.write(f"{copying.feed()} rows copied.")
        except Unanswered as error:
            raise CommandError(str(error)) from None
