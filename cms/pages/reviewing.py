"""What is asked of a page before it is reviewed and published."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import WagtailAdminPageForm

from cms.pages.wording import forbidden_in

# What readers and search engines are shown of a page, besides its blocks.
FIELDS = ["title", "lead", "seo_title", "search_description"]


class PageForm(WagtailAdminPageForm):
    """A draft may say anything. What is handed in for review, is in review or is published has no
    word the law forbids, but those for which the editor gave a reason."""

    def clean(self):
        page = super().clean()
        if self.is_deferred_validation and not self.instance.workflow_in_progress:
            return page
        kept = [kept.value["words"] for kept in page.get("kept_words") or []]
        faults = [fault for place, text in self.texts() for fault in faults_of(place, text, kept)]
        if faults:
            raise ValidationError(faults)
        return page

    def texts(self) -> Iterator[tuple[str, str]]:
        """Where a text stands, as the editor calls it, and the text."""
        for name in FIELDS:
            if text := self.cleaned_data.get(name):
                yield self.fields[name].label, text
        for number, child in enumerate(self.cleaned_data.get("body") or [], start=1):
            text = "\n".join(child.block.get_searchable_content(child.value))
            yield (
                _("Block %(number)s, %(kind)s") % {"number": number, "kind": child.block.label},
                text,
            )


def faults_of(place: str, text: str, kept: list[str]) -> Iterator[str]:
    for words in kept:
        text = text.replace(words, " ")
    for found in forbidden_in(text):
        yield _(
            "%(place)s: “%(word)s” (…%(context)s…) is %(why)s. Write it otherwise, or say under "
            "“Words that may stand” why it may."
        ) % {"place": place, **found._asdict()}
