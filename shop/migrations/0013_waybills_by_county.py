"""A waybill that stands at orders of two counties is found for each of them: what was found before
keeps its place under the new key, so that it is not found again."""

from django.db import migrations


def name_the_county(apps, schema_editor):
    Finding = apps.get_model("shop", "Finding")
    for finding in Finding.objects.filter(rule="waybill_twice", key__startswith="waybill:"):
        channel_and_number = finding.key.removeprefix("waybill:")
        finding.key = f"waybill:{finding.county_id}:{channel_and_number}"[:80]
        finding.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("shop", "0012_figures_read_less")]

    operations = [
        migrations.RunPython(name_the_county, migrations.RunPython.noop, elidable=True),
    ]
