"""The demo's world, loaded once, in one go."""

from collections.abc import Callable
from time import monotonic

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.pages.demo import (
    ahead,
    bulletins,
    campaigns,
    claims,
    counters,
    gifts,
    goods,
    growers,
    growing,
    history,
    invoices,
    my_page,
    orders,
    people,
    reports,
    reviews,
    saving,
    stories,
    targets,
    transfers,
    warnings,
)
from cms.pages.demo.pages import make_pages
from cms.users.models import User
from producers.regions import loading as regions
from shop.catalogue import loading as categories
from shop.channels import loading as channels
from shop.delivery import loading as carriers
from shop.ledger.models import Pending
from shop.ledger.reports import loading as profiles
from shop.notices.models import Notice
from shop.opendata.publishing import publish_what_is_due
from shop.statistics import rolling
from shop.subsidies import loading as rules
from shop.targets import loading as rates

Say = Callable[[str], None]


def is_loaded() -> bool:
    return User.objects.filter(email=people.email_of("operator")).exists()


def load(say: Say, *, pictures: bool = True, until: int | None = None) -> None:
    """Tests do without pictures, and without the years after `until`."""
    began = monotonic()

    def told(text: str) -> None:
        say(f"{monotonic() - began:6.1f} s  {text}")

    with transaction.atomic():
        accounts = load_world(told, pictures=pictures, until=until)
    # The payment sandbox is asked over the network, so each order is a transaction of its own.
    orders.load(accounts, told)
    claims.load(accounts, told)
    invoices.load(accounts)
    gifts.load(accounts)
    transfers.load(accounts)
    reviews.load(accounts)
    ahead.load(accounts)
    my_page.load(accounts)
    keep_silent()
    sum_up()
    bulletins.load(accounts)
    publish_what_is_due()
    told("bulletins, open data")
    index()
    told("done")


def load_world(say: Say, *, pictures: bool, until: int | None) -> dict[str, User]:
    for table in (regions, channels, categories, carriers, profiles, rates, rules):
        table.load()
    say("regions, channels, categories, carriers, shares asked for, subsidy rules")
    accounts = people.load()
    sellers = growers.load(accounts)
    people.seat(accounts)
    say("40 cooperatives and the people who sign in")
    goods.load(sellers, accounts, say=say, pictures=pictures)
    growing.load(accounts, pictures=pictures)
    campaigns.load()
    make_pages()
    stories.load()
    say("pages, and drafts for all counties")
    history.load(say, until=until)
    counters.load(accounts)
    reports.load(accounts)
    targets.load(accounts)
    warnings.load(accounts)
    saving.load(accounts)
    targets.quote_figures(accounts["editor"])
    return accounts


def keep_silent() -> None:
    """It happened long ago: nobody is to get mail of it now."""
    Notice.objects.filter(status=Notice.Status.WAITING).update(
        status=Notice.Status.SENT, mailed_at=timezone.now()
    )


@transaction.atomic
def sum_up() -> None:
    """All at once, since nobody reads or writes yet."""
    Pending.objects.all().delete()
    rolling.rebuild()


def index() -> None:
    """What was left for the worker to do one by one, picture after picture."""
    DBTaskResult.objects.filter(task_path__regex=r"^(wagtail|modelsearch)\.").delete()
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
