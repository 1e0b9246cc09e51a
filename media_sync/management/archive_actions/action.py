"""What an action of ``manage.py archive`` brings."""

from argparse import ArgumentParser
from typing import Any, Protocol

from media_sync.management.output import SpokenCommand


class Action(Protocol):
    """``run`` speaks through the command, and raises CommandError with a sentence where not all is done or well."""

    help: str

    def add_arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, command: SpokenCommand, options: dict[str, Any]) -> None: ...
