from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("shop", "0022_pending_repeats_its_row"),
    ]

    operations = [
        migrations.AlterField(
            model_name="countersale",
            name="amount_fen",
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AlterField(
            model_name="countersale",
            name="weight_g",
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AlterField(
            model_name="parcel",
            name="freight_fen",
            field=models.PositiveBigIntegerField(),
        ),
    ]
