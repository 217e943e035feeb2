from django.db import migrations, models


def mark_those_of_reviews(apps, schema_editor):
    taken = apps.get_model("shop", "ReviewPhotograph").objects.values("picture")
    apps.get_model("shop", "Picture").objects.filter(pk__in=taken).update(of_a_buyer=True)


class Migration(migrations.Migration):
    dependencies = [("shop", "0005_kept_for_good")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="of_a_buyer",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(mark_those_of_reviews, migrations.RunPython.noop),
    ]
