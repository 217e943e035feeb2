"""The words of a page, each with the place it stands in."""

from django.utils.translation import gettext as _

# What readers and search engines are shown of a page, besides its blocks: what it has of these.
FIELDS = ["title", "lead", "byline", "address", "hours", "seo_title", "search_description"]


def texts_of(page) -> dict[str, tuple[str, str]]:
    """By the name of the field or the id of the block: what an editor calls the place, and the
    text. Empty ones are left out."""
    if page is None:
        return {}
    fields = [name for name in FIELDS if hasattr(page, name)]
    texts = {name: (str(label(page, name)), getattr(page, name)) for name in fields}
    for blocks in (page.body, getattr(page, "industries", [])):
        for number, child in enumerate(blocks, start=1):
            place = _("Block %(number)s, %(kind)s") % {"number": number, "kind": child.block.label}
            texts[child.id] = (place, "\n".join(child.block.get_searchable_content(child.value)))
    return {key: (place, text) for key, (place, text) in texts.items() if text}


def label(page, name: str):
    return page._meta.get_field(name).verbose_name
