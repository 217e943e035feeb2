import argparse
import json
import re
from dataclasses import asdict
from datetime import UTC, date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shop.ledger.reach import Reaches
from shop.statistics import asking, figures
from shop.statistics.answering import Answered, Line, ask
from shop.statistics.copied import usual_engine
from shop.statistics.growers import lots_behind
from shop.statistics.question import Buyer, By, Question
from shop.statistics.snapshot import one_snapshot

LAST_YEAR = "last-year"


class Command(BaseCommand):
    help = "Sales of a period from the ledger: amount, weight, orders, shares and growth."
    requires_system_checks = []

    def create_parser(self, prog_name, subcommand, **kwargs):
        # Without its usage the parser's complaint is the one line a caller can show.
        return super().create_parser(
            prog_name, subcommand, usage=argparse.SUPPRESS, allow_abbrev=False, **kwargs
        )

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="first", type=day, required=True, metavar="DATE")
        parser.add_argument("--to", dest="last", type=day, required=True, metavar="DATE")
        for place in ("origin", "destination", "buyer-region"):
            parser.add_argument(f"--{place}", metavar="CODE", help="of 2, 4 or 6 digits")
        parser.add_argument("--product", metavar="SLUG")
        parser.add_argument("--category", metavar="CODE")
        parser.add_argument("--channel", metavar="CODE", nargs="+", action="extend", default=[])
        parser.add_argument("--pairing", metavar="EAST-WEST")
        parser.add_argument("--recognised", action="store_true")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--online", action="store_true")
        way.add_argument("--offline", action="store_true")
        parser.add_argument("--buyer", choices=Buyer.values)
        parser.add_argument("--as-of", type=moment, metavar="ISO-8601")
        parser.add_argument("--by", choices=By.values)
        parser.add_argument("--compare", choices=[LAST_YEAR])
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        reaches = Reaches()
        with one_snapshot():
            try:
                question = question_of(options, reaches)
            except asking.Unknown as error:
                raise CommandError(str(error), returncode=2) from None
            answered = ask(question, engine=usual_engine(reaches))
            reached = figures.households(lots_behind(question)) if options["json"] else None
        if reached:
            told = report(answered) | {"households": asdict(reached)}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for line in [*answered.lines, answered.total]:
                self.stdout.write(plain(line))


def day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text} is no day as 2022-07-09")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no day {text}") from None


def moment(text: str) -> datetime:
    """Without an offset it is a time in Asia/Shanghai; a day alone is that day to its end."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no time of ISO 8601") from None
    if re.fullmatch(r"[\dW-]{8,10}", text, re.ASCII):
        at = datetime.combine(at, time.max)
    try:
        return (at if timezone.is_aware(at) else timezone.make_aware(at)).astimezone(UTC)
    except OverflowError:
        raise argparse.ArgumentTypeError(f"{text} lies beyond the calendar") from None


def question_of(options: dict, reaches: Reaches) -> Question:
    if options["first"] > options["last"]:
        raise asking.Unknown("--from lies after --to.")
    # What a year earlier and a month later are is asked of every first day.
    if not 1900 <= options["first"].year <= 9998:
        raise asking.Unknown("--from lies outside the years 1900 to 9998.")
    online = True if options["online"] else False if options["offline"] else None
    places = {
        name: asking.place(options[name], reaches)
        for name in ("origin", "destination", "buyer_region")
        if options[name] is not None
    }
    return Question(
        first=options["first"],
        last=options["last"],
        **places,
        product=None if options["product"] is None else asking.product(options["product"]),
        category="" if options["category"] is None else asking.category(options["category"]),
        channels=asking.channels(options["channel"]),
        pairings=() if options["pairing"] is None else asking.pairings(options["pairing"]),
        recognised=True if options["recognised"] else None,
        online=online,
        buyer=options["buyer"] or "",
        by=options["by"] or "",
        compare=options["compare"] == LAST_YEAR,
        as_of=options["as_of"],
    )


def report(answered: Answered) -> dict:
    question = answered.question
    return {
        "from": question.first.isoformat(),
        "to": question.last.isoformat(),
        "total": figures_of(answered.total),
        "rows": [
            {
                "key": line.name.key,
                "label_zh": line.name.zh,
                "label_en": line.name.en,
                **figures_of(line),
            }
            for line in answered.lines
        ],
    }


def figures_of(line: Line) -> dict:
    said = {**five_of(line), "share": line.share}
    if line.previous:
        said |= {"growth": line.growth, "previous": five_of(line.previous)}
    return said


def five_of(line: Line) -> dict:
    names = ("amount_fen", "weight_g", "orders", "sold_fen", "refunded_fen")
    return {name: getattr(line, name) for name in names}


def plain(line: Line) -> str:
    name = f"{line.name.key} {line.name}" if line.name else "total"
    return f"{name}\t{line.amount_fen} fen\t{line.weight_g} g\t{line.orders} orders"
