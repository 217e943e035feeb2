import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.management.utils import get_random_secret_key

from cms.pages.demo import people
from cms.pages.demo.supervising import Fallen, Stopped, Supervisor, is_free

ROLES = [
    ("buyer", "buys for herself"),
    ("union", "orders for a trade union"),
    ("coop", "lists and ships the plums of Wushan"),
    ("wushan", "official of Wushan county"),
    ("yantai", "official of Yantai, its partner city"),
    ("chongqing", "official of Chongqing, its province"),
    ("national", "official who sees the whole country"),
    ("editor", "writes the pages, at /admin/"),
    ("chushen", "reviews them first; fushen and zhongshen after"),
    ("operator", "runs the shop"),
]
MANAGE = [sys.executable, "manage.py"]
READY_AFTER = 120


class Command(BaseCommand):
    help = "Start the market with its demo data: site, worker, clock and payment sandbox."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--sandbox-port", type=int, default=8001)

    def handle(self, *, port: int, sandbox_port: int, **options):
        for wanted, variable in ((port, "PORT"), (sandbox_port, "SANDBOX_PORT")):
            if not is_free(wanted):
                raise CommandError(
                    f"Port {wanted} is taken. Choose another: {variable}={wanted + 10} make demo"
                )
        site = f"http://127.0.0.1:{port}"
        make_var()
        environment = {
            "SHANHUO_SITE_URL": site,
            "SHANHUO_STRIPE_API_BASE": f"http://127.0.0.1:{sandbox_port}",
            "PYTHONUNBUFFERED": "1",
        }
        try:
            with Supervisor(environment) as supervisor:
                self.start(supervisor, site, port)
                supervisor.watch()
        except Stopped:
            self.stdout.write("\nStopped.")
        except Fallen as fallen:
            raise CommandError(str(fallen)) from fallen

    def start(self, supervisor: Supervisor, site: str, port: int) -> None:
        quiet = {"SHANHUO_LOG_LEVEL": "WARNING"}
        state = settings.VAR_DIR / "payments.jsonl"
        supervisor.start("payment sandbox", [*MANAGE, "stripe_sandbox", "--state", str(state)])
        supervisor.run("loading of the demo data", [*MANAGE, "load_demo"], **quiet)
        if not collected():
            self.stdout.write("Collecting styles, scripts and icons …")
            supervisor.run(
                "collecting of static files",
                [*MANAGE, "collectstatic", "--noinput", "--verbosity", "0"],
                **quiet,
            )
        supervisor.start(
            "worker", [*MANAGE, "db_worker", "--no-reload", "--verbosity", "0"], **quiet
        )
        supervisor.start("clock", [*MANAGE, "clock"], **quiet)
        supervisor.start(
            "site", [sys.executable, "-m", "gunicorn", *gunicorn_options(port)], **quiet
        )
        wait_for(f"{site}/healthz", supervisor)
        self.welcome(site)

    def welcome(self, site: str) -> None:
        self.stdout.write(f"\n山货集 Shanhuo is open: {site}/  (English: {site}/en/)\n")
        self.stdout.write(f"Sign in with the password {people.PASSWORD} as")
        for name, what in ROLES:
            self.stdout.write(f"  {people.email_of(name):<28} {what}")
        self.stdout.write("Pay with the card 4242 4242 4242 4242. Ctrl-C ends it.\n")


def make_var() -> None:
    """The folder of the demo's data, and the key that signs its cookies."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    key = settings.VAR_DIR / "secret.key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(get_random_secret_key())


def collected() -> bool:
    """Whether nothing was changed since the static files were collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return False
    sources = [settings.BASE_DIR / "requirements.lock"]
    for folder in settings.STATICFILES_DIRS:
        sources += Path(folder).rglob("*")
    return manifest.stat().st_mtime > max(source.stat().st_mtime for source in sources)


def gunicorn_options(port: int) -> list[str]:
    return [
        f"--bind=127.0.0.1:{port}",
        "--workers=2",
        "--threads=4",
        "--graceful-timeout=3",
        "--log-level=warning",
        "cms.wsgi",
    ]


def wait_for(address: str, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + READY_AFTER
    while time.monotonic() < deadline:
        supervisor.look()
        with suppress(OSError), urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise CommandError(f"{address} did not answer within {READY_AFTER} seconds.")
