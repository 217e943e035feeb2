from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.pages.blocks import BLOCKS
from cms.pages.solar_terms import term_of
from producers.regions.models import Region
from shop.basket.cookies import keep
from shop.catalogue.keeping import catalogue_version
from shop.catalogue.models import Picture
from shop.channels.models import Campaign


class SitePage(Page):
    """A page an editor builds of blocks below a picture and a first sentence."""

    lead = models.CharField(_("first sentence"), max_length=300, blank=True)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    body = StreamField(BLOCKS, verbose_name=_("blocks"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        # Asked once for all shelves of the page.
        context = super().get_context(request, *args, **kwargs)
        return {**context, "catalogue_version": catalogue_version()}

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
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.CountyPage", "pages.PavilionPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["season"] = term_of(timezone.localdate())
        context["pavilions"] = (
            PavilionPage.objects.child_of(self).live().select_related("place", "partner")
        )
        return context


class CountyPage(SitePage):
    """What an editor tells of a county. It stands where the county's own page would."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="pages", verbose_name=_("county")
    )

    content_panels = [FieldPanel("region"), *SitePage.content_panels]
    template = "pages/county_page.html"
    parent_page_types = ["pages.HomePage"]
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

    def serve(self, request, *args, **kwargs):
        """Below its slug, where the tree puts it, it only says where it stands."""
        address = self.get_url(request)
        if request.path != address and not getattr(request, "is_preview", False):
            return HttpResponsePermanentRedirect(address)
        return super().serve(request, *args, **kwargs)


class PavilionPage(SitePage):
    """特产馆: the hall of one place's goods in its partner city."""

    place = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("whose goods")
    )
    partner = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name=_("in which city")
    )
    address = models.CharField(_("address of the hall"), max_length=120, blank=True)
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
    parent_page_types = ["pages.HomePage"]
    subpage_types = []

    def serve(self, request, *args, **kwargs):
        """What the visitor buys in the days after counts for the hall."""
        response = super().serve(request, *args, **kwargs)
        if self.campaign:
            keep(request, response, "campaign", self.campaign.code)
        return response

    class Meta:
        verbose_name = _("pavilion page")
        verbose_name_plural = _("pavilion pages")
