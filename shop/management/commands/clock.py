import logging
import signal
from threading import Event

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from shop.jobs.ticking import ask_for_what_is_due

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Ask the worker for periodic work as it falls due, until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, default=15, help="seconds between two looks")

    def handle(self, *args, every: int, **options):
        stopped = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        while not stopped.is_set():
            close_old_connections()
            try:
                ask_for_what_is_due()
            # A database that is away for a moment is no reason to stop the clock.
            except DatabaseError:
                log.exception("The clock could not ask.")
            stopped.wait(every)
