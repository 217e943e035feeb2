from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.views import serve as wagtail_serve

from cms.pages.keeping import same_for_strangers
from cms.pages.sitemaps import SITEMAPS
from cms.pages.views import texts_of_scripts
from cms.uploads import upload
from shop.jobs import urls as jobs_urls
from shop.jobs import webhook_urls

urlpatterns = [
    path("admin/jsi18n/", texts_of_scripts),
    # Its own sign-in would ask for a password only, and count no tries.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    # Uploads are few and small; a web server in front serves them in production.
    re_path(r"^media/(?P<path>.*)$", upload),
    path("payments/webhook/", include(webhook_urls)),
    path("", include(jobs_urls)),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        sitemaps.sitemap,
        {"sitemaps": SITEMAPS},
        name="sitemap_section",
    ),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
]
urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    # An editor's page of a county stands before the county's own.
    path("", include("cms.pages.urls")),
    path("", include("shop.urls")),
    re_path(wagtail_urls.serve_pattern, same_for_strangers(wagtail_serve), name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
