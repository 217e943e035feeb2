"""What an editor builds a page of."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.pages.choosers import RegionChooserBlock
from cms.pages.goods import shelf
from shop.quoting.models import QuotedFigure

TEXT = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "hr"]


class OffersBlock(blocks.StructBlock):
    """Goods that are on sale when the page is read, not when it was written."""

    heading = blocks.CharBlock(label=_("heading"), max_length=60)
    place = RegionChooserBlock(
        label=_("grown in"), required=False, help_text=_("Left empty, the whole country.")
    )
    in_season = blocks.BooleanBlock(label=_("only what is in season"), required=False)
    at_most = blocks.IntegerBlock(label=_("at most"), min_value=1, max_value=24, default=8)

    class Meta:
        label = _("goods on sale")
        icon = "tag"
        template = "pages/blocks/offers.html"

    def get_context(self, value, parent_context=None):
        place, in_season = value["place"], value["in_season"]
        asked = {"origin": place and place.pk, "in_season": in_season and 1}
        return {
            **super().get_context(value, parent_context),
            "shelf": shelf(
                place=place,
                in_season=in_season,
                at_most=value["at_most"],
                version=parent_context["catalogue_version"],
            ),
            "filters": urlencode({name: wish for name, wish in asked.items() if wish}),
        }


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("what the picture shows"), max_length=200)
    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)

    class Meta:
        label = _("picture")
        icon = "image"
        template = "pages/blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    """A short video from our own files: no other host learns who watches it."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    video = DocumentChooserBlock(
        label=_("video"), help_text=_("MP4 or WebM, at most a few minutes long.")
    )
    poster = ImageChooserBlock(label=_("picture before it plays"))
    captions = DocumentChooserBlock(
        label=_("captions"),
        required=False,
        help_text=_("A VTT file, for those who do not hear what is said."),
    )
    told = blocks.TextBlock(label=_("what is seen and said"), max_length=3000)
    credit = blocks.CharBlock(
        label=_("who made it, and by which right it is shown"), max_length=200
    )

    class Meta:
        label = _("short video")
        icon = "media"
        template = "pages/blocks/video.html"

    def clean(self, value):
        value = super().clean(value)
        # In a draft none need be chosen yet.
        kinds = {
            name: value[name].file_extension.lower()
            for name in ("video", "captions")
            if value[name]
        }
        wrong = {}
        if kinds.get("video", "mp4") not in ("mp4", "webm"):
            wrong["video"] = ValidationError(_("This file is not MP4 or WebM. Choose another."))
        if kinds.get("captions", "vtt") != "vtt":
            wrong["captions"] = ValidationError(_("This file is not VTT. Choose another."))
        if wrong:
            raise StructBlockValidationError(block_errors=wrong)
        return value


class FactBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("value"), max_length=20)
    label = blocks.CharBlock(label=_("what it counts"), max_length=80)


class FactsBlock(blocks.ListBlock):
    class Meta:
        label = _("facts")
        icon = "list-ul"
        template = "pages/blocks/facts.html"


class QuotedBlock(blocks.StructBlock):
    figure = SnippetChooserBlock(QuotedFigure, label=_("figure"))
    label = blocks.CharBlock(label=_("what it counts"), max_length=80)


class QuotedFiguresBlock(blocks.ListBlock):
    """Figures of the sales ledger as they were counted when the editor saved them: to read the
    page asks for the rows of the figures, and nothing of the ledger."""

    class Meta:
        label = _("figures of the sales ledger")
        icon = "table"
        template = "pages/blocks/figures.html"


class StepBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), max_length=60)
    text = blocks.TextBlock(label=_("text"), max_length=400)


class StepsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), max_length=60)
    steps = blocks.ListBlock(StepBlock(), label=_("steps"), min_num=2, max_num=6)

    class Meta:
        label = _("steps")
        icon = "order"
        template = "pages/blocks/steps.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("words"), max_length=500)
    who = blocks.CharBlock(label=_("who said it"), max_length=120)

    class Meta:
        label = _("quotation")
        icon = "openquote"
        template = "pages/blocks/quote.html"


class PagesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), max_length=60)
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("page")), label=_("pages"), min_num=1, max_num=12
    )

    class Meta:
        label = _("ways to other pages")
        icon = "link"
        template = "pages/blocks/pages.html"


class IndustryBlock(blocks.StructBlock):
    """A leading industry of a county, with its size in a year and where that was read."""

    SIZES = ("area_mu", "output_t", "households")

    name = blocks.CharBlock(label=_("industry"), max_length=40)
    area_mu = blocks.IntegerBlock(label=_("area (mu)"), required=False, min_value=1)
    output_t = blocks.IntegerBlock(label=_("output a year (t)"), required=False, min_value=1)
    households = blocks.IntegerBlock(label=_("households in it"), required=False, min_value=1)
    year = blocks.IntegerBlock(
        label=_("figures of the year"), required=False, min_value=1990, max_value=2100
    )
    source = blocks.CharBlock(label=_("where they were read"), required=False, max_length=200)

    class Meta:
        label = _("industry")
        icon = "tag"

    def clean(self, value):
        value = super().clean(value)
        if any(value[size] for size in self.SIZES):
            missing = [name for name in ("year", "source") if not value[name]]
            if missing:
                said = ValidationError(
                    _("Say of which year the figures are and where you read them.")
                )
                raise StructBlockValidationError(block_errors=dict.fromkeys(missing, said))
        return value


class KeptWordsBlock(blocks.StructBlock):
    """Words that look like those the law forbids, and are none here."""

    words = blocks.CharBlock(label=_("the words as they stand in the page"), max_length=60)
    reason = blocks.CharBlock(label=_("why they may stand"), max_length=200)

    class Meta:
        label = _("words")
        icon = "openquote"


BLOCKS = [
    (
        "text",
        blocks.RichTextBlock(label=_("text"), features=TEXT, template="pages/blocks/text.html"),
    ),
    ("offers", OffersBlock()),
    ("picture", PictureBlock()),
    ("video", VideoBlock()),
    ("facts", FactsBlock(FactBlock())),
    ("figures", QuotedFiguresBlock(QuotedBlock())),
    ("steps", StepsBlock()),
    ("quote", QuoteBlock()),
    ("pages", PagesBlock()),
]
