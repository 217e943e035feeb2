from django.core.management.base import BaseCommand

from shop.statistics.rolling import rebuild, roll


class Command(BaseCommand):
    help = (
        "Make the summaries of the sales ledger again from its rows, and take in what is pending."
    )

    def handle(self, *args, **options):
        rebuild()
        roll()
