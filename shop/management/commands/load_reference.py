from django.core.management.base import BaseCommand
from django.db import transaction

from shop.catalogue import loading as categories
from shop.channels import loading as channels
from shop.delivery import loading as carriers
from shop.ledger.reports import loading as profiles
from shop.subsidies import loading as rules
from shop.targets import loading as rates


class Command(BaseCommand):
    help = "Load channels, categories of produce, carriers, shares asked for, rules, profiles."

    @transaction.atomic
    def handle(self, **options):
        self.stdout.write(f"{channels.load():>6,} channels")
        self.stdout.write(f"{categories.load():>6,} categories")
        self.stdout.write(f"{carriers.load():>6,} carriers")
        self.stdout.write(f"{rates.load():>6,} shares asked for")
        self.stdout.write(f"{rules.load():>6,} subsidy rules")
        self.stdout.write(f"{profiles.load():>6,} profiles of reports")
