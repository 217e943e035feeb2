"""A site as it runs, and people who visit it in Chromium: gunicorn, the worker and the payment
sandbox as processes and servers of their own, and nothing asked of any other host."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import sync_playwright

from tests.browser.market import make_the_market
from tests.browser.visitor import PATIENCE, Visitor
from tests.conftest import database_copied_to

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36"
)
# A passkey belongs to a name.
OURS = {"127.0.0.1", "localhost"}
TAG = {"zh-hans": "zh-CN", "en": "en-US"}


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    return request.param


@pytest.fixture(scope="package")
def site(django_db_setup, django_db_blocker, one_sandbox, tmp_path_factory):
    """The address of the market."""
    folder = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock(), database_copied_to(folder) as database:
        make_the_market()
        connections.close_all()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        one_sandbox.clear()
        one_sandbox.webhooks(url=f"{address}/payments/webhook/", secret=one_sandbox.secret)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "SHANHUO_DATABASE_URL": database,
            "SHANHUO_SECRET_KEY": settings.SECRET_KEY,
            "SHANHUO_SITE_URL": address,
            "SHANHUO_STRIPE_API_BASE": one_sandbox.address,
            "SHANHUO_STRIPE_SECRET_KEY": one_sandbox.key,
            "SHANHUO_STRIPE_WEBHOOK_SECRET": one_sandbox.secret,
        }
        log = folder / "log"
        serve = ["-m", "gunicorn", "cms.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4"]
        work = ["manage.py", "db_worker", "--no-reload"]
        # At once, without waiting for connections that nobody uses any more.
        with (
            running(serve, environment, log, stop=signal.SIGQUIT) as server,
            running(work, environment, log, stop=signal.SIGTERM),
        ):
            wait_for(port, server, log)
            yield address


@contextmanager
def running(arguments, environment, log, *, stop):
    with open(log, "ab") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        process.send_signal(stop)
        process.wait()


def wait_for(port: int, server: subprocess.Popen, log) -> None:
    """Until it answers, and not only listens: the first answer takes long."""
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        with suppress(OSError):
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="package")
def chromium(site):
    # After the site: where Playwright runs, Django takes the thread for an asynchronous one.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def visitor(site, chromium):
    """Makes somebody with a browser of their own, who speaks a language. Whatever their browser
    complains of, or asks of another host, fails the test."""
    visitors = []

    def come(language: str, *, viewport=PHONE, on_phone=True, **options) -> Visitor:
        context = chromium.new_context(
            viewport=viewport,
            locale=TAG[language],
            timezone_id="Asia/Shanghai",
            user_agent=PHONE_AGENT if on_phone else None,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        someone = Visitor(context.new_page(), site, language)
        watch(someone)
        visitors.append(someone)
        return someone

    yield come
    for someone in visitors:
        someone.page.context.close()
    faults = [fault for someone in visitors for fault in someone.faults]
    assert not faults, "\n".join(faults)


def watch(someone: Visitor) -> None:
    def asked(request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in OURS:
            someone.faults.append(f"{someone.page.url} asks {request.url}")

    def said(message) -> None:
        if message.type in ("error", "warning"):
            where = message.location["url"]
            someone.faults.append(f"{someone.page.url}: {message.text} ({where})")

    someone.page.on("request", asked)
    someone.page.on("console", said)
    someone.page.on("pageerror", lambda error: someone.faults.append(f"{error}"))
