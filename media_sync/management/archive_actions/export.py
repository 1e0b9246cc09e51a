"""Take the archive out: into a folder that can be read without us, or as a ZIP."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError

from media_sync.export import folder, writing, zipped
from media_sync.export.layout import DEFAULT_TEMPLATE, Layout
from media_sync.export.selection import Selection
from media_sync.export.template import FIELDS, TemplateError
from media_sync.export.writing import Outcome
from media_sync.management.output import SpokenCommand, find_account, find_team
from media_sync.models import Album

_TOLD_AT_MOST = 20


class Export:
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER",
                            help="a new or empty folder, or one of an earlier export, which is completed")  # fmt: skip
        parser.add_argument("--account", metavar="NAME", help="only this linked account")
        parser.add_argument("--album", metavar="ID", help="only this album, by its id at Imgur")
        parser.add_argument("--team", metavar="SLUG", help="address of the team (default: the first owner's)")
        parser.add_argument("--zip", metavar="FILE", help="write a ZIP instead; - is the standard output")
        parser.add_argument("--copies", action="store_true", help="a picture in several albums lies in each of them")
        parser.add_argument("--names", metavar="TEMPLATE", help=f"names of the files (usually {DEFAULT_TEMPLATE}); "
                            f"fields: {', '.join(FIELDS)}".replace("%", "%%"))  # fmt: skip

    def run(self, command: SpokenCommand, options: dict[str, Any]) -> None:
        if (options["folder"] is None) == (options["zip"] is None):
            raise CommandError("Name a folder, or a file with --zip.")
        if options["zip"] == "-" and options["json"]:
            raise CommandError("Standard output takes the ZIP or the JSON, not both.")
        try:
            layout = Layout.of(_selection(options), options["names"], copies=options["copies"])
        except TemplateError as error:
            raise CommandError(str(error)) from error
        try:
            outcome = _write(command, layout, options)
        except folder.FolderInUseError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"It could not be written: {error.strerror or error}.") from error
        _report(command, outcome, options)


def _selection(options: dict[str, Any]) -> Selection:
    if options["album"]:
        return Selection.of_album(_album(options))
    if options["account"]:
        return Selection.of_account(find_account(options["account"], options["team"]))
    return Selection.of_team(find_team(options["team"]))


def _album(options: dict[str, Any]) -> Album:
    found = Album.objects.select_related("account").filter(imgur_id=options["album"])
    if options["account"]:
        found = found.filter(account=find_account(options["account"], options["team"]))
    else:
        found = found.filter(account__team=find_team(options["team"]))
    album = found.order_by("pk").first()
    if album is None:
        raise CommandError(f"There is no album {options['album']!r}. Its id is the last part of its link.")
    return album


def _write(command: SpokenCommand, layout: Layout, options: dict[str, Any]) -> Outcome:
    outcome = Outcome()

    def show() -> None:
        command.show_progress(f"{outcome.images:,} pictures, {outcome.written_bytes / 1024**2:,.0f} MB")

    if options["folder"]:
        with folder.prepared(options["folder"], layout) as target:
            for _ in writing.write(layout, target, outcome):
                show()
    elif options["zip"] == "-":
        _stream(sys.stdout.buffer, layout, outcome)
    else:
        part = Path(f"{options['zip']}.part")
        try:
            with part.open("wb") as file:
                _stream(file, layout, outcome, show)
            part.replace(options["zip"])
        finally:
            part.unlink(missing_ok=True)
    command.show_progress("")
    return outcome


def _stream(to: BinaryIO, layout: Layout, outcome: Outcome, show: Any = None) -> None:
    for block in zipped.stream(layout, outcome):
        to.write(block)
        if show:
            show()
    to.flush()


def _report(command: SpokenCommand, outcome: Outcome, options: dict[str, Any]) -> None:
    document = {
        "folder": str(options["folder"]) if options["folder"] else None,
        "zip": options["zip"],
        "complete": outcome.is_complete,
        "images": outcome.images,
        "albums": outcome.albums,
        "files": outcome.files,
        "bytes": outcome.written_bytes,
        "missing": [{"imgur_id": imgur_id, "problem": str(problem)} for imgur_id, problem in outcome.missing],
    }
    text = f"{outcome.images:,} pictures in {outcome.albums:,} albums: {outcome.files:,} files written."
    if options["zip"] == "-":
        command.say(text)
    else:
        command.answer(document, as_json=options["json"], text=text)
    if outcome.missing:
        named = [f"{imgur_id}: {problem}." for imgur_id, problem in outcome.missing[:_TOLD_AT_MOST]]
        of = "1 picture is" if len(outcome.missing) == 1 else f"{len(outcome.missing):,} pictures are"
        raise CommandError("\n".join([*named, f"{of} in the manifest without a file."]))
