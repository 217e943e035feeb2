"""The figures of a bulletin: asked once, when it is drawn up, and kept as plain numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from django.db.models import Count, Q, QuerySet, Sum

from producers.regions.codes import line_of, province_of, range_of
from producers.regions.models import Pairing, Posting, Region
from shop.bulletins.models import Closing, Side
from shop.ledger.confirming import unconfirmed
from shop.ledger.reach import Reaches
from shop.ledger.reports.completeness import completeness
from shop.statistics.answering import Answered, Line, ask
from shop.statistics.engines import LedgerEngine
from shop.statistics.figures import ratio
from shop.statistics.forms import QuestionForm, as_told
from shop.statistics.growers import households_of_suppliers
from shop.statistics.question import By, Question
from shop.statistics.sentences import sentences_of
from shop.statistics.sheet import answers_to
from shop.statistics.sources import LEDGER
from shop.targets.models import Target
from shop.targets.progress import Progress, measure, standing

OTHER_PROVINCES = {
    Side.ORIGIN: By.DESTINATION_PROVINCE,
    Side.DESTINATION: By.ORIGIN_PROVINCE,
}
OTHER_SIDE = {Side.ORIGIN: "destination", Side.DESTINATION: "origin"}


def question_of(closing: Closing, reaches: Reaches, **more) -> Question:
    """All that grew in the region, or was sent there, in the period."""
    here = {closing.side: reaches.of(closing.region_id)}
    return Question(first=closing.first, last=closing.last, **here, **more)


def figures_of(closing: Closing, question: Question, reaches: Reaches) -> dict:
    engine = LedgerEngine(reaches)

    def asked(by: str = "", **filters) -> Answered:
        return ask(question.but(by=by, **filters), engine=engine)

    channels = asked(By.CHANNEL)
    provinces = asked(OTHER_PROVINCES[closing.side])
    partner = partner_of(closing, amounts(provinces), reaches)
    products = asked(By.PRODUCT)
    return {
        "total": {
            **numbers_of(channels.total),
            "rows": channels.total.now.sums.rows,
            "unconfirmed_fen": unconfirmed_fen(question),
        },
        "channels": lines_of(channels),
        "counties": list(counties_by_channel(asked)),
        "pairings": pairings_of(asked, targets_of_pairings(closing, question, reaches)),
        "products": products_of(products, asked, to=partner and reaches.of(partner.code)),
        "provinces": lines_of(provinces),
        "partner": partner and {"zh": partner.short_zh, "en": partner.name_en},
        "suppliers": list(with_households(suppliers_of(question), question)),
        "completeness": completeness_of(closing, reaches),
        "sentences": sentences(closing, question, products, partner, reaches),
    }


def numbers_of(line: Line) -> dict:
    return {
        "amount_fen": line.amount_fen,
        "weight_g": line.weight_g,
        "orders": line.orders,
        "sold_fen": line.sold_fen,
        "refunded_fen": line.refunded_fen,
        "share": line.share,
        "before_fen": line.previous.amount_fen,
        "growth": line.growth,
        "points": line.points,
    }


def lines_of(answered: Answered) -> list[dict]:
    return [{**line.name._asdict(), **numbers_of(line)} for line in answered.lines]


def counties_by_channel(asked) -> Iterator[dict]:
    """Each county of origin by each channel, with how much of it was recognised goods."""
    across = {"by": By.ORIGIN_COUNTY, "across": By.CHANNEL}
    recognised = {
        (line.name, line.across): line.amount_fen for line in asked(**across, recognised=True).lines
    }
    for line in asked(**across).lines:
        yield {
            **line.name._asdict(),
            **numbers_of(line),
            "channel": line.across._asdict(),
            "recognised_fen": recognised.get((line.name, line.across), 0),
        }


def pairings_of(asked, targets: dict[str, Progress]) -> list[dict]:
    """Each pairing, and what is outside of one; with its share of what was sold online, and how
    far its target of the year is reached."""
    online = {line.name.key: line for line in asked(By.PAIRING, online=True).lines}
    lines = lines_of(asked(By.PAIRING))
    for line in lines:
        part, progress = online.get(line["key"]), targets.get(line["key"])
        line["online_share"] = part and part.share
        line["online_points"] = part and part.points
        line["target_fen"] = progress and progress.target.amount_fen
        line["reached"] = progress and progress.share
    return lines


def targets_of_pairings(
    closing: Closing, question: Question, reaches: Reaches
) -> dict[str, Progress]:
    """Of the year the period ends in, by all channels; only of pairings that end in the region:
    what is reached of a wider one would tell of the sales of others."""
    place = Q(pairing__west__code__range=range_of(closing.region_id)) | Q(
        pairing__east__code__range=range_of(closing.region_id)
    )
    rows = Target.objects.filter(place, channel=None)
    targets = standing(rows, question.last.year, question.as_of)
    progress = [Progress(target) for target in targets]
    measure(progress, as_of=question.as_of, reaches=reaches)
    return {one.target.pairing.code: one for one in progress}


def products_of(products: Answered, asked, *, to) -> list[dict]:
    """Each product; where the region has a partner also what of its online sales went there, and
    by how much that grew: what newspapers quote."""
    lines = lines_of(products)
    if to is None:
        return lines
    online = {line.name.key: line for line in asked(By.PRODUCT, online=True).lines}
    sent = {line.name.key: line for line in asked(By.PRODUCT, online=True, destination=to).lines}
    for line in lines:
        whole, part = online.get(line["key"]), sent.get(line["key"])
        line["online_fen"] = whole.amount_fen if whole else 0
        line["partner_fen"] = part.amount_fen if part else 0
        line["partner_share"] = ratio(line["partner_fen"], line["online_fen"])
        line["partner_growth"] = part and part.growth
    return lines


def completeness_of(closing: Closing, reaches: Reaches) -> dict | None:
    """How many of the channels that were to report had; none where nobody is expected to."""
    told = completeness(reaches.of(closing.region_id), closing.first, closing.last)
    if not told.expected:
        return None
    missing = {(one.region, one.channel): None for one in told.missing}
    return {
        "reported": told.reported,
        "expected": told.expected,
        "missing": [
            {
                "zh": f"{region.name_zh} {channel.name_zh}",
                "en": f"{region.name_en}, {channel.name_en}",
            }
            for region, channel in missing
        ],
    }


def unconfirmed_fen(question: Question) -> int:
    """Sold offline, and so far only one side's word."""
    rows = LEDGER.rows(question, question.first, question.last)
    return unconfirmed(rows).aggregate(fen=Sum("amount_fen"))["fen"] or 0


def suppliers_of(question: Question) -> QuerySet:
    """By name: a report may name one that has no desk here."""
    rows = LEDGER.rows(question, question.first, question.last).values("supplier_name")
    sums = {name: Sum(name) for name in ("amount_fen", "weight_g")}
    return rows.annotate(rows=Count("pk"), **sums).order_by("-amount_fen", "supplier_name")


def with_households(suppliers: Iterable[dict], question: Question) -> Iterator[dict]:
    """As recorded of the lots they sold from; nothing of who sold from none here."""
    reached = households_of_suppliers(question)
    for supplier in suppliers:
        households = reached.get(supplier["supplier_name"])
        yield {**supplier, "households": households and asdict(households)}


def amounts(answered: Answered) -> dict[str, int]:
    return {line.name.key: line.amount_fen for line in answered.lines}


def partner_of(closing: Closing, sent: dict[str, int], reaches: Reaches) -> Region | None:
    """The province that helps the region on the last day; none for who helps. The pairings of the
    region itself go before those of the city it lies in, and these before its province's: county
    before city before province. Of several provinces that help one place it is the one most was
    sent to in the period (`sent`, fen by province), of equals the one with the lower code."""
    if closing.side == Side.DESTINATION:
        return None
    line = line_of(reaches.today(closing.region_id))
    pairings = Pairing.objects.in_force(closing.last).filter(west__in=line)
    helpers = [(line.index(one.west_id), province_of(one.east_id)) for one in pairings]
    first = min(helpers, key=lambda one: (one[0], -sent.get(one[1], 0), one[1]), default=None)
    return first and Region.objects.get(code=first[1])


def sentences(
    closing: Closing,
    question: Question,
    products: Answered,
    partner: Region | None,
    reaches: Reaches,
) -> dict[str, str]:
    """The region's leading product on its way to the partner, or all the region sold: in the words
    of the page of figures, as of the moment of the tables."""
    asked = {
        "since": closing.first.isoformat(),
        "until": closing.last.isoformat(),
        "side": closing.side,
        "region": closing.region_id,
        "as_of": as_told(question.as_of),
    }
    if partner and products.lines:
        asked |= {"product": products.lines[0].name.key, "other": partner.code, "online": "online"}
    form = QuestionForm(asked, postings=[Posting(region=closing.region)], reaches=reaches)
    if not form.is_valid():
        raise ValueError(form.errors.as_text())
    words = sentences_of(answers_to(form))
    return {"zh": words.zh, "en": words.en}
