"""`manage.py prepare`: everything between an update of the code and its start. The launcher runs it every time."""

import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from imgurhub.static_files import collect_if_changed


def _waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class Command(BaseCommand):
    help = "Bring the database and the static files up to date, then run setup. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document with the log-in")

    def handle(self, *args: Any, **options: Any) -> None:
        # Progress goes to standard error: with --json, standard output is one document.
        waiting = _waiting_migrations()
        if waiting:
            self.stderr.write(f"Migrations to apply to the database: {waiting}.")
        call_command("migrate", interactive=False, verbosity=max(0, options["verbosity"] - 1), stdout=sys.stderr)
        if collect_if_changed():
            self.stderr.write("Static files were collected.")
        call_command("setup", json=options["json"], stdout=self.stdout)
