"""What search engines are led to: products, counties and editors' pages, each in both languages."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Page

from producers.regions.models import Region
from shop.catalogue.models import Product


class PagesSitemap(Sitemap):
    """Wagtail's own knows the tree of one language, and the host of its table of sites."""

    def items(self):
        pages = Page.objects.live().public().filter(depth__gte=2).order_by("path")
        pages = pages.select_related("locale", for_specific_subqueries=True)
        return pages.defer_streamfields().specific()

    def location(self, page):
        return page.get_url()

    def lastmod(self, page):
        return page.last_published_at


class ProductsSitemap(Sitemap):
    i18n = alternates = True

    def items(self):
        return Product.objects.published().only("slug").order_by("pk")


class CountiesSitemap(Sitemap):
    i18n = alternates = True

    def items(self):
        return Region.objects.listed().in_force().order_by("code").values_list("code", flat=True)

    def location(self, code):
        return reverse("county", args=[code])


SITEMAPS = {"pages": PagesSitemap, "products": ProductsSitemap, "counties": CountiesSitemap}
