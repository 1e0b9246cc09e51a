from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_credit_weights_and_caps"),
        ("media_sync", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StrikeDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="day")),
                (
                    "how",
                    models.CharField(
                        choices=[("refused", "Imgur refused"), ("spent", "Nothing was left")], max_length=10
                    ),
                ),
                ("noticed_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("forgiven_at", models.DateTimeField(null=True)),
                ("forgiven_by", models.CharField(blank=True, max_length=254)),
                (
                    "app",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="strike_days", to="accounts.imgurapp"),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=["app", "happened_on"], name="strike_day_once"),
                    models.CheckConstraint(
                        name="strike_day_forgiven_by_somebody",
                        condition=Q(forgiven_at=None, forgiven_by="")
                        | (Q(forgiven_at__isnull=False) & ~Q(forgiven_by="")),
                    ),
                ],
            },
        ),
    ]
