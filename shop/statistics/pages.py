"""The pages of figures: one page in several compositions. Each asks the same question in the same
words, so that one leads to the other and back."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from shop.statistics import blocks
from shop.statistics.asked import Asked
from shop.statistics.blocks import Builder
from shop.statistics.dispatch import dispatch
from shop.statistics.flows import flows
from shop.statistics.question import By
from shop.statistics.seasons import seasons
from shop.statistics.tiles import tile_map
from shop.statistics.years import years


@dataclass(frozen=True)
class Page:
    slug: str
    title: str
    blocks: tuple[Builder, ...]
    # Taken apart by what, where the address does not say.
    by: str = ""
    # The field of the form it is about; where that says nothing, the page offers what there is to
    # choose from.
    about: str = ""
    about_by: str = ""
    # Shows how far the targets of its place and year are reached.
    has_targets: bool = False
    # Tells how many households the goods came from.
    has_households: bool = False
    is_mailed: bool = False

    def blocks_for(self, asked: Asked) -> tuple[Builder, ...]:
        if self.about and not asked.said[self.about]:
            return (blocks.ranking(self.about_by),)
        return self.blocks


PAGES = {
    page.slug: page
    for page in [
        Page("", _("Sales figures"), (blocks.parts, blocks.over_time), has_households=True),
        Page(
            "county",
            _("County"),
            (
                blocks.parts,
                blocks.over_time,
                blocks.ranking(By.DESTINATION_PROVINCE),
                blocks.ranking(By.CHANNEL),
            ),
            by=By.PRODUCT,
            has_households=True,
        ),
        Page(
            "city",
            _("Partner city"),
            (
                blocks.parts,
                blocks.what_units_bought,
                blocks.the_other_way,
                blocks.over_time,
            ),
            has_targets=True,
        ),
        Page(
            "product",
            _("Product"),
            (blocks.parts, blocks.over_time, blocks.ranking(By.CHANNEL)),
            by=By.DESTINATION_PROVINCE,
            about="product",
            about_by=By.PRODUCT,
            has_households=True,
        ),
        Page(
            "channel",
            _("Channel"),
            (blocks.parts, blocks.over_time, blocks.ranking(By.PRODUCT)),
            by=By.CHANNEL,
        ),
        Page(
            "campaign",
            _("Halls, livestreams, fairs"),
            (blocks.parts, blocks.over_time, blocks.ranking(By.PRODUCT)),
            by=By.CAMPAIGN,
        ),
        Page(
            "cooperative",
            _("Cooperative"),
            (blocks.parts, blocks.over_time, blocks.ranking(By.DESTINATION_PROVINCE)),
            by=By.PRODUCT,
            about="cooperative",
            about_by=By.COOPERATIVE,
            has_households=True,
        ),
        Page("provinces", _("Map of provinces"), (tile_map,)),
        Page("flows", _("Flows"), (flows,)),
        Page("years", _("Years"), (years,), has_targets=True),
        Page("season", _("Season"), (seasons,), about="product", about_by=By.PRODUCT),
        Page("dispatch", _("Weekly dispatch"), (dispatch,), is_mailed=True),
    ]
}
OVERVIEW = PAGES[""]
