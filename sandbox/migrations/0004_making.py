from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sandbox", "0003_people_comment_outlives_its_author"),
    ]

    operations = [
        migrations.CreateModel(
            name="Making",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("today", models.BigIntegerField(help_text="epoch seconds")),
            ],
        ),
    ]
