from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("media_sync", "0004_fill_api_call_purpose"),
    ]

    operations = [
        migrations.CreateModel(
            name="LearnedCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=6)),
                ("route", models.CharField(max_length=120)),
                ("documented", models.PositiveSmallIntegerField()),
                ("cost", models.PositiveSmallIntegerField()),
                ("learned_at", models.DateTimeField()),
                (
                    "app",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="learned_costs", to="accounts.imgurapp"),
                ),
            ],
            options={
                "ordering": ["app", "route", "method"],
                "constraints": [
                    models.UniqueConstraint(fields=["app", "method", "route"], name="learned_cost_once"),
                    models.CheckConstraint(name="learned_cost_is_sane", condition=Q(cost__gte=0, cost__lte=100)),
                    models.CheckConstraint(name="learned_cost_differs", condition=~Q(cost=F("documented"))),
                ],
            },
        ),
    ]
