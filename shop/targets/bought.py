"""What is counted as bought for assistance, and by which unit."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum

from shop.buyers.models import ConfirmedName, Organisation
from shop.channels.models import Channel
from shop.ledger.models import Entry
from shop.statistics.question import Question
from shop.statistics.sources import LEDGER

# By a channel that always is assistance, or recognised goods by any other.
IS_ASSISTANCE = Q(channel__assistance=Channel.Assistance.ALWAYS) | Q(recognised=True)


def questions_of_assistance(question: Question) -> list[Question]:
    """The same of assistance only: no row is counted by both."""
    channels = Channel.objects.values_list("code", "assistance")
    asked = [
        (code, assistance == Channel.Assistance.ALWAYS)
        for code, assistance in channels
        if not question.channels or code in question.channels
    ]
    always = tuple(code for code, is_always in asked if is_always)
    others = tuple(code for code, is_always in asked if not is_always)
    questions = [question.but(channels=always)] if always else []
    # No channels would be all of them.
    return questions + ([question.but(channels=others, recognised=True)] if others else [])


def bought_by(units: Iterable[Organisation], question: Question) -> dict[int, int]:
    """Fen each unit bought for assistance. A report names units in words: such a row counts for
    the one unit whose name is confirmed to be that, and where several have it for none."""
    units = list(units)
    named = only_of_their_name(units)
    by_name = {unit.name_zh: unit.pk for unit in named}
    rows = rows_of(units, named, question)
    bought = defaultdict(int)
    sums = rows.values_list("organisation_id", "organisation_name").annotate(fen=Sum("amount_fen"))
    for pk, name, fen in sums:
        bought[pk or by_name[name]] += fen
    return bought


def rows_bought_by(units: list[Organisation], question: Question) -> QuerySet[Entry]:
    """The rows that bought_by adds up."""
    return rows_of(units, only_of_their_name(units), question)


def rows_of(
    units: list[Organisation], named: list[Organisation], question: Question
) -> QuerySet[Entry]:
    in_words = Q(organisation=None, organisation_name__in=[unit.name_zh for unit in named])
    rows = LEDGER.rows(question, question.first, question.last)
    return rows.filter(IS_ASSISTANCE, Q(organisation__in=units) | in_words)


def only_of_their_name(units: list[Organisation]) -> list[Organisation]:
    confirmed = ConfirmedName.objects.filter(
        organisation__name_zh__in={unit.name_zh for unit in units}
    )
    names = dict(confirmed.values_list("organisation", "organisation__name_zh"))
    many = Counter(names.values())
    return [unit for unit in units if unit.pk in names and many[unit.name_zh] == 1]
