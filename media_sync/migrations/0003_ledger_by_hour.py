from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

LANES = [(10, "a person waits"), (20, "upload"), (30, "sync"), (40, "backfill")]


class Migration(migrations.Migration):
    dependencies = [
        ("media_sync", "0002_strike_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("apicall", "credits_measured", models.PositiveIntegerField(null=True)),
        migrations.AddField("apicall", "egress", models.CharField(blank=True, max_length=60)),
        migrations.AddField("apicall", "purpose", models.CharField(default="reading", max_length=40)),
        # Imgur has counted a call, whoever is deleted afterwards.
        migrations.AlterField(
            "apicall",
            "account",
            models.ForeignKey(null=True, on_delete=models.SET_NULL, related_name="+", to="accounts.linkedaccount"),
        ),
        migrations.AlterField(
            "apicall",
            "team",
            models.ForeignKey(null=True, on_delete=models.SET_NULL, related_name="api_calls", to="accounts.team"),
        ),
        migrations.AddIndex("apicall", models.Index(fields=["made_at"], name="api_call_by_age")),
        migrations.AddIndex(
            "apicall",
            models.Index(
                fields=["app", "method", "route", "-id"],
                condition=Q(credits_measured__isnull=False),
                name="api_call_measured",
            ),
        ),
        migrations.CreateModel(
            name="ApiCallHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField()),
                ("app", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="accounts.imgurapp")),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=models.SET_NULL, related_name="+", to="accounts.linkedaccount"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=models.SET_NULL, related_name="api_call_hours", to="accounts.team"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=models.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("lane", models.PositiveSmallIntegerField(choices=LANES)),
                ("purpose", models.CharField(max_length=40)),
                ("method", models.CharField(max_length=6)),
                ("route", models.CharField(max_length=120)),
                ("calls", models.PositiveIntegerField(default=0)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("credits_asked", models.PositiveIntegerField(default=0)),
                ("credits_charged", models.PositiveIntegerField(default=0)),
                ("duration_ms", models.PositiveBigIntegerField(default=0, verbose_name="milliseconds in all")),
                ("slowest_ms", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["app", "-hour"], name="api_call_hour_by_app"),
                    models.Index(fields=["team", "-hour"], name="api_call_hour_by_team"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        name="api_call_hour_adds_up", condition=Q(calls__gte=1, failures__lte=F("calls"))
                    ),
                ],
            },
        ),
    ]
