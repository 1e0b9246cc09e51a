"""Seal all tokens and secrets with the newest of SEAL_KEYS, so that older keys can be taken away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.sealing import SealBrokenError
from accounts.services.keys import reseal_all


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = reseal_all()
        except SealBrokenError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} rows are sealed with the newest key. The older keys are not needed any more.")
