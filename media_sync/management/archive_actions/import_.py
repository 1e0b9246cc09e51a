"""Bring an archive in: a folder that our export wrote, or one of gallery-dl's with its metadata files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from media_sync.importing import taking
from media_sync.importing.taking import Taken, UnknownFolderError
from media_sync.management.output import SpokenCommand, find_account

_TOLD_AT_MOST = 20


class Import:
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--account", required=True, metavar="NAME", help="the linked account whose pictures they are"
        )
        parser.add_argument("--team", metavar="SLUG", help="address of the team, where several have linked the account")

    def run(self, command: SpokenCommand, options: dict[str, Any]) -> None:
        root: Path = options["folder"]
        if not root.is_dir():
            raise CommandError(f"{root} is not a folder.")
        account, taken = find_account(options["account"], options["team"]), Taken()
        try:
            for _ in taking.take(root, account, taken):
                command.show_progress(f"{taken.created + taken.completed + taken.known:,} pictures")
        except UnknownFolderError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"It broke off: {error}. What came before that is imported; it can be done again."
            ) from error
        command.show_progress("")
        _report(command, taken, as_json=options["json"])


def _report(command: SpokenCommand, taken: Taken, *, as_json: bool) -> None:
    document = {
        "complete": not taken.skipped,
        "images": {"created": taken.created, "completed": taken.completed, "known": taken.known},
        "albums": {"created": taken.albums_created, "known": taken.albums_known},
        "moves": taken.moves,
        "skipped": [{"what": trouble.where, "why": trouble.why} for trouble in taken.skipped],
    }
    text = (
        f"{taken.created:,} pictures are new here, {taken.completed:,} got their original, {taken.known:,} were known. "
        f"{taken.albums_created:,} albums are new, {taken.albums_known:,} were known."
    )
    command.answer(document, as_json=as_json, text=text)
    if taken.skipped:
        named = [f"{trouble.where}: {trouble.why}" for trouble in taken.skipped[:_TOLD_AT_MOST]]
        raise CommandError("\n".join([*named, f"Left out: {len(taken.skipped):,}. The rest is imported."]))
