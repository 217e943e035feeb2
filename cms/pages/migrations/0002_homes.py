from uuid import uuid4

from django.db import migrations

# Chinese at /, English at /en/: both homes are there from the beginning, as one page translated.
HOMES = [
    ("00010001", "home", "zh-hans", "山货集", "832 个脱贫县的山里好物，由种它、养它的合作社直接卖给您。"),
    (
        "00010002",
        "home-en",
        "en",
        "Shanhuo",
        "Mountain produce from the 832 counties that left poverty behind, "
        "sold by the cooperatives that grow it.",
    ),
]


def make_homes(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Locale = apps.get_model("wagtailcore", "Locale")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("pages", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")

    kind, _ = ContentType.objects.get_or_create(app_label="pages", model="homepage")
    Page.objects.filter(depth=2).delete()
    key = uuid4()
    homes = [
        HomePage.objects.create(
            path=path,
            depth=2,
            numchild=0,
            slug=slug,
            url_path=f"/{slug}/",
            title=title,
            draft_title=title,
            lead=lead,
            live=True,
            content_type=kind,
            locale=Locale.objects.get_or_create(language_code=language)[0],
            translation_key=key,
        )
        for path, slug, language, title, lead in HOMES
    ]
    Page.objects.filter(depth=1).update(numchild=len(homes))
    Site.objects.create(
        hostname="localhost", site_name="山货集", root_page_id=homes[0].pk, is_default_site=True
    )


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(make_homes, migrations.RunPython.noop, elidable=False)]
