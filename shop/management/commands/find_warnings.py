from datetime import datetime, time

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.dateparse import parse_date

from shop.warnings.finding import LOOKED_BACK, find_since


class Command(BaseCommand):
    help = "Look in the sales ledger for what should not be there. The clock does it each night."

    def add_arguments(self, parser):
        parser.add_argument(
            "--since", type=parse_date, help="look at what was recorded from this day on"
        )

    def handle(self, *args, since, **options):
        begin = (
            timezone.make_aware(datetime.combine(since, time()))
            if since
            else timezone.now() - LOOKED_BACK
        )
        self.stdout.write(f"{find_since(begin)} new findings")
