"""What a request costs, in processor time of the server and of PostgreSQL, beside the least a
Django site can do for the same page (bare.py).

    make bench
"""

import itertools
import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode, urlsplit

from tests.bench.aims import verdict
from tests.bench.buying import Browser, hidden
from tests.bench.processes import Database, Server, run, sandbox, serving
from tests.run import postgresql

ROUNDS = 5
# So many products are looked at again and again.
HOT = 20
TOKEN = "b" * 32
FORM = {"csrfmiddlewaretoken": TOKEN}
DELIVERY = {
    "receiver": "张三",
    "phone": "13800138000",
    "email": "zhangsan@shanhuo.example",
    "province": "370000",
    "city": "370600",
    "county": "370613",
    "street": "港城东大街1号",
    "fresh_terms": "on",
}
COUNTY = "/counties/500237/"
# Whoever brings a cookie gets a page of their own.
KNOWN = {"look": "usual"}
CARD = {"method": "card", "number": "4242424242424242", "expiry": "12/34", "cvc": "123"}


@dataclass
class Row:
    """What is done, how often in a round, by each side. `prepare` gives, unmeasured, what the
    n-th time needs."""

    name: str
    times: int
    ours: Callable
    bare: Callable | None = None
    prepare_ours: Callable = lambda number: None
    prepare_bare: Callable = lambda number: None
    aim: float | None = None
    """At most so many times what the bare site costs."""
    most: tuple[int, int] | None = None
    """Requests and queries of one, at most."""
    warm_up: int = 1
    """So often it is done before it is measured."""
    fresh: bool = False
    """The catalogue changes first, so that no page of it is kept."""
    cost: dict[str, list[float]] = field(default_factory=lambda: {"ours": [], "bare": []})
    waited: list[float] = field(default_factory=list)
    """Milliseconds until ours was done, by one who asks one after the other."""

    @property
    def ratio(self) -> float:
        return median(self.cost["ours"]) / median(self.cost["bare"])

    def holds(self, counted: tuple[int, int] | None) -> bool:
        """Whether its aims are reached, where one takes so many requests and queries."""
        costs_more = self.aim is not None and self.ratio > self.aim
        asks_more = self.most is not None and any(
            is_ > most for is_, most in zip(counted, self.most, strict=True)
        )
        return not (costs_more or asks_more)


def main() -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="shanhuo-bench-")))
        database = Database(stack.enter_context(postgresql()))
        print("Filling the market and the bare site …", flush=True)
        provider = stack.enter_context(sandbox())
        market, known = fill_market(database, folder, provider)
        bare = {"BARE_DATABASE_URL": database.create("bare")}
        run("-m tests.bench.bare", bare)
        database.tidy(market["SHANHUO_DATABASE_URL"])
        database.tidy(bare["BARE_DATABASE_URL"])
        with serving("tests.bench.counted:application", market) as counting:
            counts = count(counting.port, known)
        servers = {
            "site": stack.enter_context(serving("cms.wsgi:application", market)),
            "bare": stack.enter_context(serving("tests.bench.bare:application", bare)),
        }
        rows = rows_of(servers, known)
        for at in range(ROUNDS):
            print(f"Round {at + 1} of {ROUNDS} …", flush=True)
            for row in rows:
                measure(row, database, servers)
    return 0 if report(rows, counts) else 1


def fill_market(database: Database, folder: Path, provider: str) -> tuple[dict[str, str], dict]:
    environment = prepare(database.create("market"), folder)
    environment |= {"SHANHUO_STRIPE_API_BASE": provider}
    return environment, json.loads(run("-m tests.bench.market", environment))


def prepare(database: str, folder: Path) -> dict[str, str]:
    """The environment of a site with the country and no goods."""
    environment = {
        "SHANHUO_DATABASE_URL": database,
        "SHANHUO_SECRET_KEY": "bench" * 10,
        "SHANHUO_LOG_LEVEL": "ERROR",
        **{
            f"SHANHUO_{name}": str(folder / name.lower())
            for name in ("CACHE_DIR", "MEDIA_ROOT", "STATIC_ROOT")
        },
    }
    for command in (
        "migrate --verbosity 0",
        "load_regions",
        "load_reference",
        "collectstatic --noinput --verbosity 0",
    ):
        run(f"manage.py {command}", environment)
    return environment


def rows_of(servers: dict[str, Server], known: dict) -> list[Row]:
    site, bare = servers["site"].port, servers["bare"].port
    slugs, offers = known["slugs"], known["offers"]
    official = {"sessionid": known["session"]}
    # Each with a phone of their own: orders of one are limited.
    buyers = itertools.count(10)

    def visit(port: int, address: Callable[[int], str], cookies: dict | None = None):
        return lambda number, _: Browser(port, cookies).get(address(number))

    def page(prefix: str):
        return lambda number: f"{prefix}?page={number + 1}"

    def product(number: int) -> str:
        return f"/products/{slugs[number % HOT]}/"

    def any_product(number: int) -> str:
        return f"/products/{slugs[number]}/"

    def add(number: int, _=None) -> Browser:
        browser = Browser(site, {"csrftoken": TOKEN})
        browser.post_only(f"/basket/{offers[number * 7 % len(offers)]}/", {**FORM, "packs": "1"})
        return browser

    def bare_add(number: int, _=None) -> Browser:
        browser = Browser(bare)
        browser.post(f"/add/{number % 2000 + 1}/", {"packs": "1"})
        return browser

    def at_checkout(number: int) -> tuple[Browser, dict]:
        browser = add(number)
        return browser, {**hidden(browser.get("/checkout/")), **delivery(next(buyers))}

    return [
        Row(
            "list, not kept",
            80,
            visit(site, page("/products/")),
            visit(bare, page("/list/")),
            aim=1.5,
            fresh=True,
        ),
        Row(
            "list, warm and anonymous",
            400,
            visit(site, lambda _: "/products/"),
            visit(bare, lambda _: "/kept/"),
            aim=2.5,
        ),
        Row("detail", 120, visit(site, product), visit(bare, product), aim=1.7, warm_up=HOT),
        Row("detail, not kept", 60, visit(site, any_product), visit(bare, any_product), fresh=True),
        Row("add to basket", 200, add, bare_add, aim=2.5),
        Row(
            "place an order",
            60,
            lambda _, ready: ready[0].post_only("/checkout/", ready[1]),
            lambda number, browser: browser.post("/place/", {"token": browser.cookies["basket"]}),
            at_checkout,
            bare_add,
        ),
        Row(
            "guest checkout",
            25,
            lambda at, _: order(Browser(site), slugs[at], offers[at], next(buyers)),
            lambda number, _: order_barely(Browser(bare), slugs[number], number),
            most=(6, 50),
        ),
        Row(
            "the same, paid",
            25,
            lambda at, _: buy(Browser(site), slugs[at], offers[at], next(buyers)),
        ),
        # A fresh site of Wagtail takes as long for its home as the bare one for its list.
        Row("home", 80, visit(site, lambda _: "/", KNOWN), visit(bare, page("/list/")), aim=1.5),
        Row(
            "home, warm and anonymous",
            400,
            visit(site, lambda _: "/"),
            visit(bare, lambda _: "/kept/"),
            aim=2.5,
        ),
        Row("county", 80, visit(site, lambda _: COUNTY, KNOWN), visit(bare, page("/list/"))),
        Row(
            "county, warm and anonymous",
            400,
            visit(site, lambda _: COUNTY),
            visit(bare, lambda _: "/kept/"),
            aim=2.5,
        ),
        Row("statistics", 30, visit(site, lambda _: "/statistics/", official)),
    ]


def order(browser: Browser, slug: str, offer: int, number: int) -> str:
    """From the product's page to the payment provider's, whose address it gives."""
    page = browser.get(f"/products/{slug}/")
    page = browser.post(f"/basket/{offer}/", {**hidden(page), "packs": "1", "next": "checkout"})
    return browser.post("/checkout/", {**hidden(page), **delivery(number)})


def buy(browser: Browser, slug: str, offer: int, number: int) -> None:
    """The same, and back from the provider to the page of the paid order."""
    browser.get(pay(order(browser, slug, offer, number)))


def delivery(number: int) -> dict[str, str]:
    return {**DELIVERY, "phone": f"138{number:08}"}


def pay(address: str) -> str:
    """By card at the payment sandbox. Gives where the buyer is led back to."""
    provider = Browser(urlsplit(address).port)
    _, back = provider.ask("POST", address, urlencode(CARD))
    return back


def order_barely(browser: Browser, slug: str, number: int) -> None:
    browser.get(f"/products/{slug}/")
    browser.post(f"/add/{number + 1}/", {"packs": "1"})
    browser.post("/place/", {"token": browser.cookies["basket"]})


def count(port: int, known: dict) -> dict[str, tuple[int, int]]:
    """Requests and queries of each, in a process that has answered before."""

    def asked(address: str, **cookies) -> tuple[int, int]:
        Browser(port, cookies).get(address)
        browser = Browser(port, cookies)
        browser.get(address)
        return counted(browser)

    def counted(browser: Browser) -> tuple[int, int]:
        return browser.requests, browser.queries

    slug, offer = known["slugs"][0], known["offers"][0]
    warm = asked("/products/")
    other_page = Browser(port)
    other_page.get("/products/?page=2")
    buy(Browser(port), slug, offer, 0)
    ordering, paying = Browser(port), Browser(port)
    order(ordering, slug, offer, 1)
    buy(paying, slug, offer, 2)
    return {
        "list, not kept": counted(other_page),
        "list, warm and anonymous": warm,
        "detail": asked(f"/products/{slug}/"),
        "home": asked("/", **KNOWN),
        "home, warm and anonymous": asked("/"),
        "county": asked(COUNTY, **KNOWN),
        "county, warm and anonymous": asked(COUNTY),
        "statistics": asked("/statistics/", sessionid=known["session"]),
        "guest checkout": counted(ordering),
        "the same, paid": counted(paying),
    }


def measure(row: Row, database: Database, servers: dict[str, Server]) -> None:
    sides = {"ours": (row.ours, row.prepare_ours, servers["site"])}
    if row.bare:
        sides["bare"] = (row.bare, row.prepare_bare, servers["bare"])
    if row.fresh:
        database.change_catalogue()
    for side, (do, prepare, server) in sides.items():
        # Once outside the measurement: what a process learns once is not what a request costs.
        for number in range(row.times, row.times + row.warm_up):
            do(number, prepare(number))
        ready = [prepare(number) for number in range(row.times)]
        before, begun = server.used() + database.used(), time.perf_counter()
        for number, given in enumerate(ready):
            do(number, given)
        waited = (time.perf_counter() - begun) * 1000
        spent = server.used() + database.used() - before
        row.cost[side].append(spent / row.times)
        if side == "ours":
            row.waited.append(waited / row.times)


def report(rows: list[Row], counts: dict[str, tuple[int, int]]) -> bool:
    """Whether each aim is reached."""
    print(
        f"\nProcessor milliseconds, median of {ROUNDS} rounds: one worker and PostgreSQL; "
        "and how long the visitor waited"
    )
    print(f"{'':<26}{'ours':>8}{'bare':>8}{'ratio':>8}{'aim':>8}{'waited':>8}")
    for row in rows:
        line = f"{row.name:<26}{median(row.cost['ours']):>8.2f}"
        if row.bare:
            line += f"{median(row.cost['bare']):>8.2f}{row.ratio:>8.2f}{row.aim or '':>8}"
        else:
            line += " " * 24
        line += f"{median(row.waited):>8.2f}  "
        if counted := counts.get(row.name):
            requests, queries = counted
            line += f"{requests} requests, " if requests > 1 else ""
            line += f"{queries} queries  "
        if row.aim or row.most:
            line += verdict(row.holds(counted))
        print(line.rstrip())
    return all(row.holds(counts.get(row.name)) for row in rows)


if __name__ == "__main__":
    sys.exit(main())
