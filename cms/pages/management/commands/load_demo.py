from django.core.management import call_command
from django.core.management.base import BaseCommand

from cms.pages.demo import loading


class Command(BaseCommand):
    help = "Make the tables and load the demo's world where it is not there yet."

    def handle(self, **options):
        self.stdout.write("Bringing the tables up to date …")
        call_command("migrate", verbosity=0)
        if not loading.is_loaded():
            self.stdout.write("Loading the demo's world, once: about a minute and a half …")
            loading.load(self.stdout.write)
