from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import import_string
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.legal import are_given


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "pages"

    def ready(self):
        checks.register(are_given, checks.Tags.security, deploy=True)
        changed = import_string("cms.pages.keeping.pages_changed")
        # However it comes about: by an editor, by the clock, or by the demo.
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(changed)
