"""The archive: are its files whole, take it out, bring it in."""

from argparse import ArgumentParser
from typing import Any

from media_sync.management.archive_actions import ACTIONS
from media_sync.management.output import SpokenCommand


class Command(SpokenCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, parser_class=ArgumentParser)
        for name, action in ACTIONS.items():
            of_action = actions.add_parser(name, help=action.help, description=action.help)
            super().add_arguments(of_action)
            action.add_arguments(of_action)

    def handle(self, *args: Any, **options: Any) -> None:
        ACTIONS[options["action"]].run(self, options)
