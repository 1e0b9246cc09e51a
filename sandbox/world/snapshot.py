"""The way back to the beginning: a copy of the database as it was prepared before the sandbox first ran."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from sandbox.database import write
from sandbox.media import store
from sandbox.world.register import register_client


def path() -> Path:
    return Path(settings.SANDBOX_DIR) / "beginning.sqlite3"


def settle() -> None:
    """The sandbox is about to run for the first time: from now on the beginning stays as it is."""
    _mark().touch()


def is_settled() -> bool:
    return _mark().exists()


def save() -> None:
    """Keep the database as it is now."""
    unfinished = path().with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    unfinished.replace(path())


def restore() -> None:
    """Put every row back as it was, in one transaction, delete all uploads, and register the application anew."""
    models = apps.get_app_config("sandbox").get_models(include_auto_created=True)
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS beginning", [str(path())])
        try:
            with write():
                cursor.execute("PRAGMA defer_foreign_keys = ON")
                for table in tables:
                    cursor.execute(f"DELETE FROM main.{table}")  # noqa: S608  table names are our own
                for table in tables:
                    # With a condition, because SQLite's short cut for a whole table forgets to count foreign keys.
                    cursor.execute(f"INSERT INTO main.{table} SELECT * FROM beginning.{table} WHERE true")  # noqa: S608
                register_client()
        finally:
            cursor.execute("DETACH DATABASE beginning")
    store.forget_uploads()


def _mark() -> Path:
    return Path(settings.SANDBOX_DIR) / "has-run"
