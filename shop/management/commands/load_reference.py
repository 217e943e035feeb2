from django.core.management.base import BaseCommand
from django.db import transaction

from shop.catalogue import loading as categories
from shop.channels import loading as channels
from shop.delivery import loading as carriers


class Command(BaseCommand):
    help = "Load the channels, the categories of produce and the carriers."

    @transaction.atomic
    def handle(self, **options):
        self.stdout.write(f"{channels.load():>6,} channels")
        self.stdout.write(f"{categories.load():>6,} categories")
        self.stdout.write(f"{carriers.load():>6,} carriers")
