from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill_team(apps, schema_editor):
    """Downloads asked for before 0012 take the team of their picture."""
    fetches = apps.get_model("media_sync", "OriginalFetch").objects
    images = apps.get_model("media_sync", "Image").objects.filter(pk=OuterRef("image"))
    pictures = apps.get_model("media_sync", "BoardPicture").objects.filter(pk=OuterRef("picture"))
    fetches.exclude(image=None).update(team=Subquery(images.values("account__team")[:1]))
    fetches.exclude(picture=None).update(team=Subquery(pictures.values("item__board__team")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("media_sync", "0012_fetch_team"),
    ]

    operations = [
        migrations.RunPython(fill_team, migrations.RunPython.noop, elidable=True),
    ]
