"""What search engines are led to: products, counties and editors' pages, each in both languages."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PagesSitemap

from producers.regions.models import Region
from shop.catalogue.models import Product


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
