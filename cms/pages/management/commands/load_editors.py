from django.core.management.base import BaseCommand

from cms.pages.editors import editors_group


class Command(BaseCommand):
    help = "Give the group Editors its rights: pages in both languages, and pictures."

    def handle(self, **options):
        self.stdout.write(f"{editors_group().permissions.count():>6,} rights of the group Editors")
