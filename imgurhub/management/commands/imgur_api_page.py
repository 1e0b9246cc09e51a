"""Write docs/imgur-api.md anew: Imgur's API row by row, our client beside others', and where ours is used."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from imgurhub.api_page.page import PAGE, PlacesError, write_page
from imgurhub.api_page.uses import LostClientError


class Command(BaseCommand):
    help = __doc__ or ""
    requires_migrations_checks = False
    # It needs nothing but the source.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only tell whether it is up to date (exit 1: it is not)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / PAGE
        try:
            page = write_page(settings.BASE_DIR)
        except (PlacesError, LostClientError) as error:
            raise CommandError(str(error)) from error
        is_up_to_date = path.exists() and path.read_text(encoding="utf-8") == page
        if is_up_to_date:
            self.stdout.write(f"{PAGE} is up to date.")
        elif options["check"]:
            raise CommandError(f"{PAGE} is not what the code says. Run: manage.py imgur_api_page")
        else:
            path.write_text(page, encoding="utf-8")
            self.stdout.write(f"{PAGE} is written.")
