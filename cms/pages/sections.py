"""The sections of the site's pages: they are there before anybody writes a page."""

from wagtail.models import Locale

from cms.pages.models import HomePage, SectionPage

# Address; title and first sentence, in Chinese and in English.
SECTIONS = {
    "stories": (
        ("山里的故事", "种地的人、赶路的货、吃到的人：每个故事都来自一个县。"),
        ("Stories from the mountains", "Who grows it, who carries it, who eats it."),
    ),
    "fairs": (
        ("展销会", "把山货带到您的城市：在哪里、哪几天。"),
        ("Fairs", "Mountain produce comes to your city: where, and on which days."),
    ),
    "county-pages": (
        ("走进县里", "编辑写过的县，一县一页。"),
        ("Counties up close", "The counties our editors have written about."),
    ),
}


def section(slug: str) -> SectionPage:
    """The Chinese one, made with its English copy where it is not there yet."""
    home = HomePage.objects.get(locale=Locale.get_default())
    if there := SectionPage.objects.child_of(home).filter(slug=slug).first():
        return there
    in_chinese, in_english = SECTIONS[slug]
    page = home.add_child(instance=SectionPage(slug=slug, title=in_chinese[0], lead=in_chinese[1]))
    page.save_revision().publish()
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.title, copy.lead = in_english
    copy.save_revision().publish()
    return page
