from django.core.management.base import BaseCommand

from cms.pages.editors import editors_group, review


class Command(BaseCommand):
    help = "Give the group Editors and those of the three reviews their rights and steps."

    def handle(self, **options):
        for group in (editors_group(), *review()):
            self.stdout.write(f"{group.permissions.count():>6,} rights of the group {group.name}")
