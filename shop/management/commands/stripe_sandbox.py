import os
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Starts the payment sandbox for this site; more options follow as --state FILE."

    def run_from_argv(self, argv):
        """The sandbox is a program of its own and reads its own options; the last one counts."""
        usual = {
            "--port": urlsplit(settings.STRIPE_API_BASE).port or 8001,
            "--webhook": f"{settings.SITE_URL}/payments/webhook/",
            "--secret": settings.STRIPE_WEBHOOK_SECRET,
        }
        os.environ["PYTHONPATH"] = str(settings.BASE_DIR)
        command = [sys.executable, "-m", "shop.payments.sandbox"]
        for name, value in usual.items():
            command += [name, str(value)]
        os.execv(sys.executable, [*command, *argv[2:]])
