from django.core.management.base import BaseCommand

from cms.pages.county_drafts import draft_counties
from cms.pages.sections import SECTIONS, section


class Command(BaseCommand):
    help = "Make the sections of the pages, and drafts for the counties of the list without a page."

    def handle(self, **options):
        for slug in SECTIONS:
            section(slug)
        self.stdout.write(f"{draft_counties():>6,} counties drafted in both languages")
