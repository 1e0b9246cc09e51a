import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_credit_weights_and_caps"),
        ("media_sync", "0011_ended_downloads"),
    ]

    operations = [
        migrations.AddField(
            model_name="originalfetch",
            name="team",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.team",
            ),
        ),
        migrations.RemoveIndex(model_name="originalfetch", name="original_fetch_due"),
        migrations.AddIndex(
            model_name="originalfetch",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["team", "priority", "id"],
                name="original_fetch_turn",
            ),
        ),
    ]
