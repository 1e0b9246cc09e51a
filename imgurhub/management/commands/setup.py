"""`manage.py setup`: the Imgur application of the settings and the first owner. Safe to run again."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services.apps import keep_default_app
from imgurhub.owner import NotAnAdminError, Owner, keep_owner


class Command(BaseCommand):
    help = (
        "Make what a new hub needs: the default Imgur application, the first owner and a team. Changes nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document with the log-in")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IMGUR_CLIENT_ID:
            keep_default_app(
                client_id=settings.IMGUR_CLIENT_ID,
                client_secret=settings.IMGUR_CLIENT_SECRET,
                commercial_key=settings.IMGUR_COMMERCIAL_KEY,
                name="Sandbox" if settings.IMGUR_DEMO else "Imgur",
            )
        try:
            owner = keep_owner()
        except NotAnAdminError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(facts(owner)) if options["json"] else _sentence(owner))


def facts(owner: Owner) -> dict[str, str | None]:
    return {"email": owner.user.email, "password": owner.password}


def _sentence(owner: Owner) -> str:
    password = f"Password: {owner.password}" if owner.password else "The password is the one that they have chosen."
    return f"The owner is {owner.user.email}. {password}"
