"""What the ledger answers to the question of a figure, and how the answer is written."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from shop import money, weight
from shop.ledger.reach import Reaches
from shop.quoting.models import QuotedFigure
from shop.statistics import asking
from shop.statistics.answering import Line, ask
from shop.statistics.copied import usual_engine
from shop.statistics.figures import ratio
from shop.statistics.question import Question
from shop.statistics.snapshot import one_snapshot

Measure = QuotedFigure.Measure
# Fewer could be told apart to a single buyer: no page that everybody reads shows them.
FEWEST_ORDERS = 5
MEANING = {
    Measure.AMOUNT: gettext_lazy(
        "Net sales: goods paid, without freight, less what was refunded. A refund counts on the "
        "day it was confirmed."
    ),
    Measure.WEIGHT: gettext_lazy(
        "Net weight of the goods without packing, less what was cancelled before it was sent."
    ),
    Measure.ORDERS: gettext_lazy(
        "Orders as parcels: an order counts once for each cooperative and kind of transport."
    ),
    Measure.SHARE: gettext_lazy(
        "Net sales to this place, divided by the net sales of the same goods and days to all "
        "places."
    ),
    Measure.GROWTH: gettext_lazy(
        "Net sales less those of the same days a year before, divided by those of the year before."
    ),
}


# What a question may ask for beside days and origin, as it is where it asks for all.
ALL = {"destination": None, "product": None, "channels": (), "campaign": None, "online": None}


class Counted(NamedTuple):
    part: int
    whole: int | None


def count(figure: QuotedFigure, *, as_of: datetime | None = None) -> Counted:
    """As it was recorded until then; else as it stands now."""
    engine = usual_engine(Reaches())
    question = question_of(figure, as_of=as_of, reaches=engine.reaches)
    with one_snapshot():
        total = ask(question, engine=engine).total
        if figure.measure == Measure.SHARE:
            whole = ask(question.but(destination=None), engine=engine).total
            return Counted(total.amount_fen, whole.amount_fen)
    if figure.measure == Measure.GROWTH:
        before = total.previous
        return Counted(total.amount_fen - before.amount_fen, before.amount_fen)
    return Counted(getattr(total, figure.measure), None)


def fewest_orders(figure: QuotedFigure, *, as_of: datetime) -> int:
    """The smallest group of orders that could be worked out of the figure, and of what is told of
    the same days and origin: by open data of all, by another figure with a filter less."""
    engine = usual_engine(Reaches())
    question = question_of(figure, as_of=as_of, reaches=engine.reaches)
    wider = wider_than(question)
    if figure.product:
        # It is of one county, whether that is said or not.
        county = engine.reaches.of(figure.product.county_id)
        wider = [one.but(origin=county) for one in wider]
    with one_snapshot():
        part, *wholes = [ask(one, engine=engine).total for one in (question, *wider)]
    groups = [part.orders, *left_of(wholes, part)]
    if before := part.previous:
        groups += [before.orders, *left_of([whole.previous for whole in wholes], before)]
    return min(groups)


def wider_than(question: Question) -> list[Question]:
    """The same without each one of its filters, and without any."""
    filters = {name: of_all for name, of_all in ALL.items() if getattr(question, name) != of_all}
    wider = [question.but(**{name: of_all}) for name, of_all in filters.items()]
    return [*wider, question.but(**filters)] if len(wider) > 1 else wider


def left_of(wholes: Iterable[Line], part: Line) -> list[int]:
    """The orders that are left of each whole without the part, where anything is."""
    return [
        whole.orders - part.orders
        for whole in wholes
        if (whole.orders, whole.amount_fen, whole.weight_g)
        != (part.orders, part.amount_fen, part.weight_g)
    ]


def question_of(figure: QuotedFigure, *, as_of: datetime | None, reaches: Reaches) -> Question:
    return Question(
        first=figure.first,
        last=figure.last,
        origin=reaches.of(figure.origin_id) if figure.origin_id else None,
        destination=reaches.of(figure.destination_id) if figure.destination_id else None,
        product=figure.product_id,
        channels=asking.channels([figure.channel_id]) if figure.channel_id else (),
        campaign=figure.campaign_id,
        online=True if figure.online_only else None,
        compare=figure.measure == Measure.GROWTH,
        as_of=as_of,
    )


def quote(figure: QuotedFigure, counted: Counted, *, as_of: datetime, by) -> None:
    """Keep the answer as it is said from now on, in both languages."""
    figure.part, figure.whole, figure.as_of, figure.quoted_by = *counted, as_of, by
    figure.corrected_part = figure.corrected_whole = figure.compared_at = None
    for language, suffix in (("zh-hans", "zh"), ("en", "en")):
        with override(language):
            setattr(figure, f"about_{suffix}", about(figure))
            setattr(figure, f"meaning_{suffix}", str(MEANING[Measure(figure.measure)]))


def about(figure: QuotedFigure) -> str:
    """What was asked, in words."""
    said = [
        figure.get_measure_display(),
        _("from %(first)s to %(last)s") % {"first": figure.first, "last": figure.last},
    ]
    if figure.product:
        said.append(figure.product.name)
    if figure.origin:
        said.append(_("grown in %(place)s") % {"place": figure.origin.full_name})
    if figure.destination:
        said.append(_("sent to %(place)s") % {"place": figure.destination.full_name})
    if figure.channel:
        said.append(figure.channel.name)
    if figure.campaign:
        said.append(figure.campaign.name)
    if figure.online_only:
        said.append(_("online"))
    return pgettext("between the parts of a question", ", ").join(said)


def written(measure: str, part: int, whole: int | None) -> str:
    """¥2,500,000.00, 36.5 t, 1,204, 25.0%, +30.0%."""
    if measure == Measure.AMOUNT:
        return f"¥{money.yuan(part)}"
    if measure == Measure.WEIGHT:
        return _("%(tonnes)s t") % {"tonnes": weight.tonnes(part)}
    if measure == Measure.ORDERS:
        return f"{part:,}"
    share = ratio(part, whole or 0)
    if share is None:
        return "–"
    return f"{share * 100:{'+' if measure == Measure.GROWTH else ''}.1f}%"
