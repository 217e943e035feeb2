import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

REPEATED = (
    "amount_fen, weight_g, parcel_count, product_count, occurred_on, recorded_at, kind, "
    "channel_id, origin, destination, buyer_region, category_id, online, buyer_kind, recognised, "
    "pairing_id, product_id, cooperative_id, organisation_id, campaign_id"
)


class Migration(migrations.Migration):

    dependencies = [
        ("shop", "0021_lot_of_a_sale"),
    ]

    operations = [
        migrations.AddField(
            model_name="pending",
            name="amount_fen",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="weight_g",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="parcel_count",
            field=models.SmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="product_count",
            field=models.SmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="occurred_on",
            field=models.DateField(default="2000-01-01"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="recorded_at",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="kind",
            field=models.CharField(max_length=10, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="channel_id",
            field=models.CharField(max_length=10, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="origin",
            field=models.CharField(max_length=6, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="destination",
            field=models.CharField(max_length=6, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="buyer_region",
            field=models.CharField(max_length=6, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="category_id",
            field=models.CharField(max_length=3, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="online",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="buyer_kind",
            field=models.CharField(max_length=20, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="recognised",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="pairing_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="pending",
            name="product_id",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pending",
            name="cooperative_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="pending",
            name="organisation_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="pending",
            name="campaign_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="pending",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.DO_NOTHING,
                primary_key=True,
                serialize=False,
                to="shop.entry",
            ),
        ),
        # What was pending before stays so, with what its row says.
        migrations.RunSQL(
            f"UPDATE shop_pending SET ({REPEATED}) = "
            f"(SELECT {REPEATED} FROM shop_entry WHERE id = entry_id)",
            migrations.RunSQL.noop,
        ),
    ]
