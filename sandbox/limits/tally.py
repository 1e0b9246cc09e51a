"""Counting, in one statement a count, so that concurrent calls lose none."""

from django.db import connection

from sandbox.models import Tally

Kind = Tally.Kind


def count(kind: Kind, name: str, amount: int = 1) -> None:
    """Add ``amount`` to the tally ``name``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sandbox_tally (kind, name, count) VALUES (%s, %s, %s)"
            " ON CONFLICT (kind, name) DO UPDATE SET count = count + excluded.count",
            [kind.value, name[:160], amount],
        )


def counts(kind: Kind) -> dict[str, int]:
    """All tallies of ``kind`` by name."""
    return dict(Tally.objects.filter(kind=kind).order_by("name").values_list("name", "count"))
