from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, Q
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.pages.blocks import BLOCKS, IndustryBlock, KeptWordsBlock
from cms.pages.describing import described
from cms.pages.keeping import parts_of
from cms.pages.reviewing import PageForm
from cms.pages.solar_terms import term_of
from producers.regions.models import Region
from shop.basket.cookies import keep
from shop.catalogue.counties import pairings_of
from shop.catalogue.keeping import catalogue_version, kept
from shop.catalogue.models import Picture
from shop.channels.models import Campaign

# For a phone and for a desk.
PHOTOS = ("max-800x800|format-webp", "max-1600x1600|format-webp")
IN_A_SECTION = 24
STORIES_OF_A_COUNTY = 6


class SitePage(Page):
    """A page an editor builds of blocks below a picture and a first sentence."""

    lead = models.CharField(_("first sentence"), max_length=300, blank=True)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    body = StreamField(BLOCKS, verbose_name=_("blocks"), blank=True)
    kept_words = StreamField(
        [("words", KeptWordsBlock())],
        verbose_name=_("words that may stand"),
        blank=True,
        help_text=_("Where the check for words the law forbids is wrong: which, and why."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
        FieldPanel("kept_words"),
    ]
    base_form_class = PageForm

    # What it is in the words of schema.org (empty: nothing is said), and in those of Open Graph.
    schema_type = "WebPage"
    card_type = "website"
    # Above its title where another page leads to it.
    card_line = ""

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        photos = self.picture.get_renditions(*PHOTOS) if self.picture else {}
        return {
            **super().get_context(request, *args, **kwargs),
            # Asked once for all shelves of the page.
            "catalogue_version": catalogue_version(),
            "photos": photos.values(),
            "photo": photos.get(PHOTOS[-1]),
            "described": self.schema_type and described(self, request),
        }

    def serve(self, request, *args, **kwargs):
        """What it says is drawn once for all, the frame around it for each."""
        if request.GET:
            return super().serve(request, *args, **kwargs)
        version = catalogue_version()
        parts = kept(f"parts:{self.pk}", version, lambda: parts_of(self, request))
        context = {"page": self, "catalogue_version": version, "parts": parts}
        return render(request, "pages/kept_page.html", context)

    def more_of_it(self) -> dict:
        """What schema.org is told of this kind of page alone."""
        return {}

    def clean(self):
        super().clean()
        if self.slug and shadowed(self.slug):
            raise ValidationError(
                {
                    "slug": _(
                        "Another part of the site answers at this address, or it begins like a "
                        "language. Choose another."
                    )
                }
            )


def shadowed(slug: str) -> bool:
    """A page of this slug would be live, and never seen."""
    if get_language_from_path(f"/{slug}/"):
        return True
    with override("zh-hans"):
        try:
            return resolve(f"/{slug}/").url_name != "wagtail_serve"
        except Resolver404:
            return False


class HomePage(SitePage):
    template = "pages/home_page.html"
    schema_type = ""
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.SectionPage",
        "pages.CountyPage",
        "pages.PavilionPage",
        "pages.StoryPage",
        "pages.FairPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["season"] = term_of(timezone.localdate())
        context["pavilions"] = (
            PavilionPage.objects.child_of(self).live().select_related("place", "partner", "locale")
        )
        return context


class SectionPage(SitePage):
    """A part of the tree, such as the stories. Its own page lists what stands in it."""

    template = "pages/section_page.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.CountyPage", "pages.PavilionPage", "pages.StoryPage", "pages.FairPage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request, *args, **kwargs):
        pages = self.get_children().live().specific()
        # Each says its address in its language.
        pages = pages.select_related("locale", for_specific_subqueries=True)
        listed = Paginator(pages.order_by("-first_published_at", "-pk"), IN_A_SECTION)
        return {
            **super().get_context(request, *args, **kwargs),
            "page_obj": listed.get_page(request.GET.get("page")),
        }


class CountyPage(SitePage):
    """What an editor tells of a county. It stands where the county's own page would."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="pages", verbose_name=_("county")
    )

    industries = StreamField(
        [("industry", IndustryBlock())], verbose_name=_("leading industries"), blank=True
    )

    content_panels = [
        FieldPanel("region"),
        *SitePage.content_panels,
        FieldPanel("industries"),
    ]
    template = "pages/county_page.html"
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("county page")
        verbose_name_plural = _("county pages")

    def clean(self):
        super().clean()
        others = CountyPage.objects.filter(region=self.region_id, locale=self.locale_id)
        if self.region_id and others.exclude(pk=self.pk).exists():
            raise ValidationError({"region": _("This county has a page already.")})

    def get_url_parts(self, request=None):
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, _path = parts
        with override(self.locale.language_code):
            return site_id, root_url, reverse("county", args=[self.region_id])

    def get_context(self, request, *args, **kwargs):
        measured = any(one.value[size] for one in self.industries for size in IndustryBlock.SIZES)
        told = StoryPage.objects.live().filter(region=self.region_id, locale=self.locale_id)
        told = told.select_related("locale")
        return {
            **super().get_context(request, *args, **kwargs),
            "region": self.region,
            "listed": list(self.region.listed_as.all()),
            "pairings": pairings_of(self.region),
            "industries_measured": measured,
            "stories": told.order_by("-first_published_at")[:STORIES_OF_A_COUNTY],
        }

    def serve(self, request, *args, **kwargs):
        """Below its slug, where the tree puts it, it only says where it stands."""
        address = self.get_url(request)
        if request.path != address:
            return HttpResponsePermanentRedirect(address)
        return super().serve(request, *args, **kwargs)


class CampaignPage(SitePage):
    """A page that brings buyers: what they buy in the days after reading it counts for it."""

    address = models.CharField(_("address"), max_length=120, blank=True)
    hours = models.CharField(_("open"), max_length=80, blank=True)
    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("campaign code"),
        help_text=_("What is bought from this page counts for its channel."),
    )

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if self.campaign:
            keep(request, response, "campaign", self.campaign.code)
        return response


class PavilionPage(CampaignPage):
    """特产馆: the hall of one place's goods in its partner city."""

    place = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("whose goods")
    )
    partner = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("in which city")
    )

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("partner"),
                FieldPanel("address"),
                FieldPanel("hours"),
                FieldPanel("campaign"),
            ],
            heading=_("The hall"),
        ),
    ]
    template = "pages/pavilion_page.html"
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("pavilion page")
        verbose_name_plural = _("pavilion pages")

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "twin": self.twin()}

    def twin(self) -> "PavilionPage | None":
        """The hall of the partner's goods in this place: halls stand in pairs."""
        return (
            PavilionPage.objects.live()
            .filter(place=self.partner_id, partner=self.place_id, locale=self.locale_id)
            .first()
        )


class StoryPage(SitePage):
    """Somebody's story, and of which county it tells."""

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("county"),
        help_text=_("The page of the county leads to its stories."),
    )
    byline = models.CharField(_("written by"), max_length=80)

    content_panels = [*SitePage.content_panels, FieldPanel("region"), FieldPanel("byline")]
    template = "pages/story_page.html"
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types = []
    schema_type = "Article"
    card_type = "article"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    @property
    def card_line(self) -> str:
        told = self.first_published_at
        return timezone.localdate(told).isoformat() if told else ""

    def more_of_it(self) -> dict:
        told = self.first_published_at
        return {
            "headline": self.title,
            "author": {"@type": "Person", "name": self.byline},
            **({"datePublished": told.isoformat()} if told else {}),
        }


class FairPage(CampaignPage):
    """展销会: goods shown and sold at a place for some days."""

    place = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("where it is held")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hall = models.ForeignKey(
        PavilionPage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in which hall"),
    )

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("address"),
                FieldPanel("hall"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("hours"),
                FieldPanel("campaign"),
            ],
            heading=_("The fair"),
        ),
    ]
    template = "pages/fair_page.html"
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types = []
    schema_type = "Event"

    class Meta:
        verbose_name = _("fair")
        verbose_name_plural = _("fairs")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="fair_days_in_order"
            )
        ]

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError(
                {"ends_on": _("The last day is before the first. Change one of them.")}
            )

    @property
    def card_line(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"

    def more_of_it(self) -> dict:
        return {
            "startDate": self.starts_on.isoformat(),
            "endDate": self.ends_on.isoformat(),
            "location": {
                "@type": "Place",
                "name": self.place.name,
                "address": self.address or self.place.full_name,
            },
        }
