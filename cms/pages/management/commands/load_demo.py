from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.pages.demo import loading


class Command(BaseCommand):
    help = "Make the tables and load the demo's world where it is not there yet."

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        if not loading.is_loaded():
            loading.load(self.stdout.write)
