from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill_purpose(apps, schema_editor):
    """Calls made before 0003 for an operation take its kind."""
    kinds = apps.get_model("media_sync", "Operation").objects.filter(pk=OuterRef("operation")).values("kind")
    calls = apps.get_model("media_sync", "ApiCall").objects.exclude(operation=None)
    calls.update(purpose=Subquery(kinds))


class Migration(migrations.Migration):
    dependencies = [
        ("media_sync", "0003_ledger_by_hour"),
    ]

    operations = [
        migrations.RunPython(fill_purpose, migrations.RunPython.noop, elidable=True),
    ]
