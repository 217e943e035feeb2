from django.core.management.base import BaseCommand, CommandError

from shop.jobs.ticking import tick


class Command(BaseCommand):
    help = "Do all periodic work once, now, in this process."

    def handle(self, *args, **options):
        if failed := tick():
            raise CommandError(f"Failed, see the log: {', '.join(failed)}")
