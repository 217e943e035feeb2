"""衔接资金: what a county's funds went to, how much of it to industry, and the sales beside it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet

from producers.regions.models import Region
from shop.ledger.models import Entry
from shop.ledger.reach import Reaches
from shop.statistics import figures
from shop.statistics.answering import ask
from shop.statistics.copied import usual_engine
from shop.statistics.question import By, Question
from shop.statistics.sources import LEDGER
from shop.subsidies.awarding import parts_sold, rows_sold_by
from shop.subsidies.models import Project
from shop.targets.models import Rate
from shop.targets.rates import Rates


class Beside(NamedTuple):
    """A project and the net sales of what it names, in fen: as of the moment asked, and by what
    is recorded today. Of what names nothing there are none."""

    project: Project
    fen: int | None
    corrected_fen: int | None


@dataclass(frozen=True)
class CountyFunds:
    """A county's projects of a year, each with the sales beside it."""

    county: Region
    projects: list[Beside]
    rate: Rate | None

    @property
    def all_fen(self) -> int:
        return sum(one.project.amount_fen for one in self.projects)

    @property
    def industry_fen(self) -> int:
        industry = (one.project for one in self.projects if one.project.for_industry)
        return sum(project.amount_fen for project in industry)

    @property
    def share(self) -> float | None:
        return figures.ratio(self.industry_fen, self.all_fen)

    @property
    def missing_fen(self) -> int:
        """What industry would have to get to reach the share asked for."""
        due = -(-self.all_fen * self.rate.per_mille // 1000) if self.rate else 0
        return max(0, due - self.industry_fen)


def funds(projects, year: int, *, as_of: datetime | None = None) -> list[CountyFunds]:
    of_county = defaultdict(list)
    rows = projects.filter(year=year).select_related(
        "county", "product__county", "category", "cooperative", "entered_by"
    )
    if as_of:
        rows = rows.filter(entered_at__lte=as_of)
    reaches = Reaches()
    sales = sales_led_to(rows, year, reaches, as_of=as_of)
    today = sales_led_to(rows, year, reaches) if as_of else sales
    for project in rows:
        beside = Beside(project, sales.get(project.pk), today.get(project.pk))
        of_county[project.county].append(beside)
    rates = Rates(year)
    return [
        CountyFunds(county, its, rates.of(Rate.Of.INDUSTRY, county.pk))
        for county, its in of_county.items()
    ]


def sales_led_to(
    projects: Iterable[Project], year: int, reaches: Reaches, *, as_of: datetime | None = None
) -> dict[int, int]:
    """The year's net sales of what each project names, its product, its cooperative or its
    category, as far as it grew in the project's county: nobody reads here what another county
    sold. The same sales may stand beside two projects."""
    question = Question(first=date(year, 1, 1), last=date(year, 12, 31), as_of=as_of)
    products = {project.product.key for project in projects if project.product}
    categories = {project.category_id for project in projects if project.category}
    suppliers = {project.cooperative for project in projects if project.cooperative}
    by_product, by_category, by_supplier = {}, {}, defaultdict(int)
    engine = usual_engine(reaches)
    if products:
        by_product = fen_by_county(question.but(across=By.PRODUCT), engine)
    if categories:
        by_category = fen_by_county(question.but(across=By.CATEGORY), engine)
    if suppliers:
        rows = LEDGER.rows(question, question.first, question.last)
        for supplier, county, part in parts_sold(suppliers, rows, reaches, called_off=rows.none()):
            by_supplier[county, supplier] += part.fen
    return {
        project.pk: led_to(
            project, by_product, by_category, by_supplier, county=reaches.today(project.county_id)
        )
        for project in projects
        if project.goods
    }


def fen_by_county(question: Question, engine) -> dict[tuple[str, str], int]:
    """Of each county of origin, and each of what the question goes across."""
    lines = ask(question.but(by=By.ORIGIN_COUNTY), engine=engine).lines
    return {(line.name.key, line.across.key): line.amount_fen for line in lines}


def rows_led_to(project: Project) -> QuerySet[Entry]:
    """The rows whose sum stands beside the project; of one that names nothing none do."""
    question = Question(first=date(project.year, 1, 1), last=date(project.year, 12, 31))
    reaches = Reaches()
    here = question.but(origin=reaches.of(project.county_id))
    rows = LEDGER.rows(here, here.first, here.last)
    if project.product_id:
        return rows.filter(product=project.product_id)
    if supplier := project.cooperative:
        return rows_sold_by(supplier, rows, reaches)
    return rows.filter(category=project.category_id)


def led_to(
    project: Project, by_product: dict, by_category: dict, by_supplier: dict, *, county: str
) -> int:
    """`county` is where the project's counts today."""
    if project.product:
        return by_product.get((county, project.product.key), 0)
    if project.cooperative:
        return by_supplier[county, project.cooperative_id]
    return by_category.get((county, project.category_id), 0)
