import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("media_sync", "0013_fill_fetch_team"),
    ]

    operations = [
        migrations.AlterField(
            model_name="originalfetch",
            name="team",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.team"
            ),
        ),
    ]
