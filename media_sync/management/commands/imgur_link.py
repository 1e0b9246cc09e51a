"""Link an Imgur account by its tokens, without a browser."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.services import apps
from accounts.services.linking import Grant, TokenPair, keep_link
from accounts.services.tokens import LinkBrokenError
from imgur import ImgurError
from media_sync import gateway, tasks
from media_sync.budget import BudgetError
from media_sync.management.output import SpokenCommand, find_team
from media_sync.models import Lane, Part
from media_sync.services.looking import runs, schedules


class Command(SpokenCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--username", required=True, help="the account's name at Imgur")
        parser.add_argument("--access-token", required=True)
        parser.add_argument("--refresh-token", required=True)
        parser.add_argument("--team", help="address of the team (default: the first owner's)")
        parser.add_argument("--check", action="store_true", help="ask Imgur whether the access works (1 credit)")
        parser.add_argument("--sync", action="store_true", help="mirror its albums and images from now on")

    def handle(self, *args: Any, **options: Any) -> None:
        team = find_team(options["team"])
        try:
            app = apps.default_app()
        except apps.NoImgurAppError as error:
            raise CommandError(str(error)) from error
        tokens = TokenPair(options["access_token"], options["refresh_token"], None)
        grant = Grant(username=options["username"], imgur_account_id=None, tokens=tokens)
        account, is_new = keep_link(team=team, app=app, grant=grant, by=None)
        if options["check"]:
            self._check(account)
        if options["sync"]:
            runs.start(schedules.schedule_account(account, Part.PICTURES))
            tasks.ring_for_runs()
        self.answer(
            {"account": account.username, "team": team.slug, "new": is_new},
            as_json=options["json"],
            text=f"{account.username} is linked to {team.name}" + ("." if is_new else ", again."),
        )

    def _check(self, account: Any) -> None:
        try:
            gateway.client_for(account, purpose=gateway.Purpose(lane=Lane.INTERACTIVE)).account.get()
        except (ImgurError, BudgetError, LinkBrokenError) as error:
            raise CommandError(f"The tokens are kept, but Imgur could not be asked about them: {error}") from error
