"""A draft of a page for each county of the list, in both languages, for editors to enrich. Until it
is published, what the regions say of the county stands at its address."""

import json
from uuid import UUID, uuid4

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from cms.pages.models import CountyPage, SectionPage
from cms.pages.sections import section
from producers.regions.models import Region

# The name of a county, and what is said above its goods, by the language of the page.
WORDS = {"zh-hans": ("name_zh", "{}好物"), "en": ("name_en", "Goods of {}")}


@transaction.atomic
def draft_counties() -> int:
    """Returns for how many counties: those that had no page in either language."""
    written = CountyPage.objects.values("region")
    counties = list(Region.objects.listed().in_force().exclude(pk__in=written).order_by("code"))
    keys = [uuid4() for _county in counties]
    chinese = section("county-pages")
    english = chinese.get_translation(Locale.objects.get(language_code="en"))
    for parent in (chinese, english):
        last = parent.get_last_child()
        above = Page._str2int(last.path[-Page.steplen :]) if last else 0
        add(
            parent,
            [
                draft(parent, above + number, county, key)
                for number, (county, key) in enumerate(zip(counties, keys, strict=True), start=1)
            ],
        )
    return len(counties)


def draft(parent: SectionPage, number: int, county: Region, key: UUID) -> CountyPage:
    name_field, heading = WORDS[parent.locale.language_code]
    name = getattr(county, name_field)
    goods = {"heading": heading.format(name), "place": county.pk, "in_season": False, "at_most": 8}
    return CountyPage(
        path=CountyPage._get_path(parent.path, parent.depth + 1, number),
        depth=parent.depth + 1,
        title=name,
        draft_title=name,
        slug=county.pk,
        url_path=f"{parent.url_path}{county.pk}/",
        live=False,
        has_unpublished_changes=True,
        locale=parent.locale,
        translation_key=key,
        region=county,
        body=json.dumps([{"type": "offers", "value": goods, "id": str(uuid4())}]),
    )


def add(parent: SectionPage, drafts: list[CountyPage]) -> None:
    """All at once: one by one, some 1,700 pages would take minutes."""
    names = [field.attname for field in Page._meta.concrete_fields]
    rows = Page.objects.bulk_create(
        Page(**{name: getattr(page, name) for name in names}) for page in drafts
    )
    for page, row in zip(drafts, rows, strict=True):
        page.pk = page.id = row.pk
        page.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(drafts))
    get_search_backend().add_bulk(CountyPage, drafts)
