"""The demo world, part by part: what is missing is made, what is there stays as people have left it.

`PRAGMA user_version` of the database says how many of the parts it has; it changes in the same transaction as the rows
of a part. So a folder of an earlier version of the sandbox gets the parts that it lacks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from sandbox.database import write
from sandbox.models import Account
from sandbox.world.community import settlement
from sandbox.world.files import Order, make_missing
from sandbox.world.neighbours import NEIGHBOURS
from sandbox.world.people import Person
from sandbox.world.population import PEOPLE
from sandbox.world.settlers import orders_of, settle


@dataclass(frozen=True)
class Part:
    """``orders`` answers the files that ``rows`` needs; ``rows`` makes all rows and is run in one transaction."""

    orders: Callable[[], list[Order]]
    rows: Callable[[], None]


def _people(people: tuple[Person, ...]) -> Part:
    return Part(orders=lambda: orders_of(people), rows=lambda: settle(people))


# New parts go to the end.
PARTS = (_people(PEOPLE), _people(NEIGHBOURS), Part(settlement.orders, settlement.rows))


PARTS_WITHOUT_COMMUNITY = 1


def build() -> None:
    """Make the parts that are missing. A build that is killed leaves whole parts, and files to be used by the next."""
    wanted = len(PARTS) if settings.SANDBOX_COMMUNITY else PARTS_WITHOUT_COMMUNITY
    for number in range(parts_made(), wanted):
        make_missing(PARTS[number].orders())
        with write(), connection.cursor() as cursor:
            PARTS[number].rows()
            cursor.execute(f"PRAGMA user_version = {number + 1}")


def parts_made() -> int:
    """How many parts the database has. The first was made before parts were counted."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        (count,) = cursor.fetchone()
    return int(count) or int(Account.objects.exists())
