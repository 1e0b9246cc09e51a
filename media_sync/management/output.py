"""How the commands speak: with ``--json`` one document on stdout; everything else, progress and complaints, on
stderr.
"""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import LinkedAccount, Team


class SpokenCommand(BaseCommand):
    """A command for people and for scripts. It ends with 0 only when all is done, else with a sentence."""

    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document on stdout")

    def say(self, sentence: str) -> None:
        self.stderr.write(sentence, ending="\n")

    def answer(self, document: dict[str, Any], *, as_json: bool, text: str) -> None:
        self.stdout.write(json.dumps(document, indent=2, default=str) if as_json else text)

    def show_progress(self, text: str) -> None:
        """One line that is overwritten, on a terminal only."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{text}")
            sys.stderr.flush()


def find_team(slug: str | None) -> Team:
    """The team of that address, or the first owner's own choice: the oldest team that is nobody's personal one."""
    if slug:
        team = Team.objects.filter(slug=slug).first()
        if team is None:
            raise CommandError(f"There is no team with the address {slug!r}.")
        return team
    team = Team.objects.filter(personal_of=None).order_by("pk").first() or Team.objects.order_by("pk").first()
    if team is None:
        raise CommandError("There is no team yet. Start the hub once, or make the first owner with: manage.py setup")
    return team


def find_account(username: str, slug: str | None) -> LinkedAccount:
    """The linked account of that name; of several teams', the one of ``slug``, else of the first owner's team. Raises
    CommandError, also where only a guess could choose.
    """
    accounts = LinkedAccount.objects.select_related("team", "app").filter(username__iexact=username)
    if slug:
        accounts = accounts.filter(team=find_team(slug))
    found = list(accounts.order_by("pk"))
    if not found:
        raise CommandError(f"No team here has linked an Imgur account named {username!r}. Link it on the page "
                           "Linked accounts, or with: manage.py imgur_link")  # fmt: skip
    default = find_team(slug).pk
    own = next((account for account in found if account.team_id == default), None)
    if own is None and len({account.team_id for account in found}) > 1:
        raise CommandError(f"Several teams have linked {username}. Say which with --team and the team's address.")
    return own or found[0]
