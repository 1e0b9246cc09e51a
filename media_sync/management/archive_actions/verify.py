"""``archive verify``: read every original again."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import CommandError
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from media_sync.archive import downloader
from media_sync.files.inspection import megabytes
from media_sync.management.output import SpokenCommand
from media_sync.models import Original, OriginalFetch
from media_sync.services.archive import verification
from media_sync.services.archive.verification import Report, StorageAwayError

_SHOWN = 20


class Verify:
    help = "Read every original again and compare it with its SHA-256. Ends with 1 if anything is damaged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="all of them, which is the default")
        which.add_argument(
            "--since", type=_moment, metavar="MOMENT",
            help="only those that were not read since: a date, a moment, or a number of days such as 7d",
        )  # fmt: skip
        parser.add_argument("--heal", action="store_true", help="fetch what is damaged from Imgur, at once")

    def run(self, command: SpokenCommand, options: dict[str, Any]) -> None:
        wanted = Original.objects.all()
        if options["since"]:
            wanted = wanted.filter(Q(verified_at=None) | Q(verified_at__lt=options["since"]))
        try:
            report = _read(command, wanted, heals=options["heal"])
        except StorageAwayError as error:
            raise CommandError(str(error)) from error
        healed = _heal(command, report.damaged) if options["heal"] else []
        strays = list(verification.strays())
        document = {
            "checked": report.checked, "bytes": report.bytes, "missing": report.missing, "altered": report.altered,
            "unreadable": report.unreadable, "healed": healed, "unknown": strays,
        }  # fmt: skip
        command.answer(document, as_json=options["json"], text=_text(report, healed, strays))
        left = len(report.damaged) - len(healed)
        if left or report.unreadable:
            damage = [_complaint(left, has_healed=options["heal"])] if left else []
            raise CommandError("\n".join([*damage, *_unread(len(report.unreadable))]))


def _read(command: SpokenCommand, wanted: QuerySet[Original], *, heals: bool) -> Report:
    total_bytes = wanted.aggregate(total=Sum("size_bytes"))["total"] or 0
    report = Report()
    for original in verification.each(wanted):
        verification.verify(original, report, heals_again=heals)
        percent = 100 * report.bytes // max(1, total_bytes)
        command.show_progress(f"{report.checked:,} originals read, {percent} %, {len(report.damaged)} damaged")
    verification.write_down(report)
    command.show_progress("")
    return report


def _heal(command: SpokenCommand, damaged: list[str]) -> list[str]:
    """Fetch what is damaged, through whichever picture still has it at Imgur. Returns what is whole again."""
    healed = []
    for number, sha256 in enumerate(damaged, start=1):
        command.show_progress(f"Healing {number} of {len(damaged)}")
        of_it = Q(image__original__sha256=sha256) | Q(picture__original__sha256=sha256)
        for fetch in OriginalFetch.objects.unfinished().filter(of_it):
            downloader.fetch_now(fetch)
            if Original.objects.filter(sha256=sha256, damage="").exists():
                healed.append(sha256)
                break
    command.show_progress("")
    return healed


def _text(report: Report, healed: list[str], strays: list[str]) -> str:
    lines = [f"{report.checked:,} originals read, {megabytes(report.bytes)}."]
    for what, found in (("missing", report.missing), ("altered", report.altered),
                        ("unreadable", report.unreadable), ("healed", healed)):  # fmt: skip
        lines += [f"{what}: {sha256}" for sha256 in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"{what}: {len(found) - _SHOWN:,} more")
    if strays:
        lines.append(f"{len(strays):,} files in storage belong to no original. They do no harm.")
    return "\n".join(lines)


def _complaint(left: int, *, has_healed: bool) -> str:
    what = "One original is damaged." if left == 1 else f"{left:,} originals are damaged."
    if has_healed:
        return f"{what} Imgur does not have the same bytes any more, or did not give them: restore them from a back-up."
    return f"{what} Those that Imgur still has are fetched by themselves; --heal does it at once."


def _unread(count: int) -> list[str]:
    if not count:
        return []
    what = "One original cannot be read" if count == 1 else f"{count:,} originals cannot be read"
    return [f"{what}; whether that is damage is not known. The log says why: look at its rights and at storage."]


def _moment(text: str) -> datetime:
    """A date, a moment, or days back."""
    if text.endswith("d") and text[:-1].isascii() and text[:-1].isdigit() and len(text) < 7:
        return timezone.now() - timedelta(days=int(text[:-1]))
    try:
        found = parse_datetime(text)
        day = parse_date(text)
    except ValueError:
        found = day = None
    if found is None and day is not None:
        found = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    if found is None:
        raise ArgumentTypeError(f"{text!r} is neither a date (2026-03-31) nor a number of days (7d)")
    return found if timezone.is_aware(found) else timezone.make_aware(found)
