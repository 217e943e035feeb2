"""More buyers than boxes, at once, over real HTTP and several threads and processes: the boxes are
sold, none twice, and nobody meets an error."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.signing import get_cookie_signer
from django.db import connections
from django.utils import timezone
from django.utils.crypto import get_random_string

from producers.models import Lot
from shop.models import Order
from shop.payments import expiring
from shop.statistics.checking import check
from tests import world

BUYERS, PACKS = 200, 50
# Seconds: the last of them waits for all others, on a machine with much else to do.
PATIENCE = 300
SERVERS = {
    "16 threads": ["--workers=1", "--threads=16"],
    "4 workers": ["--workers=4"],
}
ADDRESS = {
    "receiver": "张三",
    "email": "zhangsan@shanhuo.example",
    "province": "370000",
    "city": "370600",
    "county": "370613",
    "street": "港城东大街1号",
    "fresh_terms": "on",
}


@pytest.fixture(params=SERVERS)
def site(request, fresh_database, tmp_path):
    """A site on a free port, with a box of plums 50 times."""
    world.country()
    plums = world.plums(grams=PACKS * 2500)
    connections.close_all()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "cms.wsgi", f"--bind=127.0.0.1:{port}"]
    environment = {
        **os.environ,
        "SHANHUO_DATABASE_URL": fresh_database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        # All workers know the same cookies, and this test's.
        "SHANHUO_SECRET_KEY": settings.SECRET_KEY,
        # Nobody answers there: an order is placed all the same.
        "SHANHUO_STRIPE_API_BASE": "http://127.0.0.1:9",
    }
    with open(tmp_path / "log", "wb") as log:
        server = subprocess.Popen(
            [*command, *SERVERS[request.param], f"--timeout={PATIENCE}", "--preload"],
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(port, server, tmp_path / "log")
        yield port, plums
    finally:
        # At once, without waiting for connections that nobody uses any more.
        server.send_signal(signal.SIGQUIT)
        server.wait()


def wait_for(port: int, server: subprocess.Popen, log) -> None:
    for _ in range(20 * PATIENCE):
        assert server.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text())


class Browser:
    """As much of one as a guest needs: cookies, forms, and no following of redirects."""

    def __init__(self, port: int):
        self.port = port
        self.cookies = {}

    def ask(self, method: str, path: str, fields: dict | None = None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        connection.close()
        return response.status, response.headers.get("Location", ""), text


def with_a_basket(port: int, plums) -> Browser:
    browser = Browser(port)
    key = world.basket(plums).key
    browser.cookies["basket"] = get_cookie_signer(salt="basket").sign(key)
    browser.cookies["csrftoken"] = get_random_string(32)
    return browser


def order(browser: Browser, number: int) -> str:
    fields = ADDRESS | {"token": f"{number:022}", "phone": f"138{number:08}"}
    status, location, text = browser.ask("POST", "/en/checkout/", fields)
    if status == 307:
        assert re.fullmatch(r"/en/orders/\w{8}/payment/", location)
        return "ordered"
    assert (status, location) == (302, "/en/basket/"), text[-2000:]
    status, _, text = browser.ask("GET", "/en/basket/")
    assert status == 200
    assert "Please look at your basket" in text
    return "read that it is sold out" if "Sold out" in text else "found it on sale again"


def all_at_once(port: int, plums, at_the_start=lambda: None) -> Counter:
    browsers = [with_a_basket(port, plums) for _ in range(BUYERS)]
    connections.close_all()
    start = Barrier(BUYERS, action=at_the_start)

    def rush(number: int) -> str:
        start.wait()
        return order(browsers[number], number)

    with ThreadPoolExecutor(BUYERS) as everybody:
        return Counter(everybody.map(rush, range(BUYERS)))


def test_fifty_boxes_are_sold_fifty_times(site):
    port, plums = site
    answers = all_at_once(port, plums)
    assert answers == {"ordered": PACKS, "read that it is sold out": BUYERS - PACKS}
    holding = Order.objects.filter(status=Order.Status.PLACED)
    assert holding.count() == Order.objects.count() == PACKS
    lot = Lot.objects.get(pk=plums.lot_id)
    assert (lot.available_g, lot.held_g) == (0, PACKS * 2500)
    assert check()[1] == []


def test_no_box_is_sold_twice_while_a_hundred_holds_run_out(site):
    port, plums = site
    Lot.objects.update(total_g=150 * 2500, available_g=150 * 2500)
    for _ in range(100):
        world.order(plums)
    Order.objects.update(held_until=timezone.now() - timedelta(minutes=1))
    # Of 150 boxes 50 are free; 100 more become so while the buyers come.
    with ThreadPoolExecutor(1) as worker:
        answers = all_at_once(port, plums, lambda: worker.submit(let_them_go))
    assert sum(answers.values()) == BUYERS
    assert Order.objects.filter(status=Order.Status.EXPIRED).count() == 100
    holding = Order.objects.filter(status=Order.Status.PLACED).count()
    assert holding == answers["ordered"] >= PACKS
    lot = Lot.objects.get(pk=plums.lot_id)
    assert lot.held_g == holding * 2500
    assert lot.available_g == (150 - holding) * 2500
    assert check()[1] == []


def let_them_go() -> None:
    for overdue in expiring.overdue():
        expiring.expire(overdue)
    connections.close_all()
