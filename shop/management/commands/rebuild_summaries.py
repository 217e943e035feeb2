from django.core.management.base import BaseCommand

from shop.ledger.confirming import note_again
from shop.orders.sales import note_missing_lots
from shop.statistics.rolling import rebuild, roll


class Command(BaseCommand):
    help = (
        "Make the summaries of the sales ledger and the notes of what nobody confirmed again from "
        "its rows, note lots where that is missing, and take in what is pending."
    )

    def handle(self, *args, **options):
        note_again()
        note_missing_lots()
        rebuild()
        roll()
