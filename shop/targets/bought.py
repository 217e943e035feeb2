"""What is counted as bought for assistance, and by which unit."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum

from producers.regions.codes import prefecture_of
from shop.buyers.models import ConfirmedName, Organisation
from shop.channels.models import Channel
from shop.ledger.models import Entry
from shop.ledger.naming import bearers
from shop.ledger.reach import Reaches
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


def bought_by(
    units: Iterable[Organisation], question: Question, reaches: Reaches
) -> dict[int, int]:
    """Fen each unit bought for assistance. A report names units in words: such a row counts for
    the one unit whose name is confirmed to be that in the buyer's city, and where several have it
    there for none."""
    units = list(units)
    its = names_of(units, reaches)
    in_words = Q(organisation_name__in={name for name, _city in its})
    rows = rows_of(units, in_words, question)
    sums = rows.values_list("organisation_id", "organisation_name", "buyer_region")
    bought = defaultdict(int)
    for pk, name, place, fen in sums.annotate(fen=Sum("amount_fen")):
        if unit := pk or its.get((name, city_of(place, reaches))):
            bought[unit] += fen
    return bought


def rows_bought_by(
    units: Iterable[Organisation], question: Question, reaches: Reaches
) -> QuerySet[Entry]:
    """The rows that bought_by adds up, of few units."""
    in_words = Q(pk=None)
    for name, city in names_of(units, reaches):
        in_words |= Q(organisation_name=name) & reaches.of(city).q("buyer_region")
    return rows_of(units, in_words, question)


def rows_of(units: Iterable[Organisation], in_words: Q, question: Question) -> QuerySet[Entry]:
    rows = LEDGER.rows(question, question.first, question.last)
    named = Q(organisation=None) & in_words
    return rows.filter(IS_ASSISTANCE, Q(organisation__in=units) | named)


def names_of(units: Iterable[Organisation], reaches: Reaches) -> dict[tuple[str, str], int]:
    """Names with the cities where they mean one of the units: those of whom no other unit that is
    confirmed there has the name. Many a city has a canteen of the same name."""
    own = {unit.pk: unit.name_zh for unit in units}
    confirmed = ConfirmedName.objects.filter(organisation__name_zh__in=set(own.values()))
    known = confirmed.values_list("organisation", "organisation__name_zh", "organisation__region")
    return bearers(((pk, name, city_of(place, reaches)) for pk, name, place in known), among=own)


def city_of(code: str, reaches: Reaches) -> str:
    return prefecture_of(reaches.today(code))
