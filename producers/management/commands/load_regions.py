from django.core.management.base import BaseCommand

from producers.regions import loading


class Command(BaseCommand):
    help = "Load the regions through time, the list of the 832 and the pairings."

    def handle(self, **options):
        for table, rows in loading.load().items():
            self.stdout.write(f"{rows:>6,} {table}")
