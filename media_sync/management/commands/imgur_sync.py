"""Look at the albums and images of a linked account, and keep what is new. Joins a look that is under way."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.models import LinkedAccount
from media_sync import tasks
from media_sync.management.output import SpokenCommand, find_account
from media_sync.models import OriginalFetch, Part, SyncRun
from media_sync.services.looking import completeness, runs, schedules
from media_sync.services.looking.completeness import Holdings
from media_sync.sync.parts import title_of

_LOOK_AGAIN_SECONDS = 0.5


class Command(SpokenCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--account", required=True, help="the linked account's name at Imgur")
        parser.add_argument("--team", help="address of the team, where several have linked the account")
        parser.add_argument(
            "--wait", action="store_true", help="come back when all is known and all originals are kept"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        account = find_account(options["account"], options["team"])
        if not account.works:
            raise CommandError(f"{account} is not linked at the moment: {account.broken_reason or 'it was unlinked.'}")
        run = runs.start(schedules.schedule_account(account, Part.PICTURES))
        runs.hurry(run)
        tasks.ring_for_runs()
        try:
            if options["wait"]:
                self._wait_for(run)
                if run.state == SyncRun.State.DONE:
                    self._wait_for_originals(account)
                self.show_progress("")
            run.refresh_from_db()
        except SyncRun.DoesNotExist as error:
            raise CommandError("This look does not exist any more: somebody has removed its schedule.") from error
        held = completeness.holdings_of([account])[account.pk]
        report = report_of(run, held) | {"originals": _originals(account, held)}
        self.answer(report, as_json=options["json"], text=_as_text(run, held, report))
        self._complain(run, held, waited=options["wait"])

    def _wait_for(self, run: SyncRun) -> None:
        while not run.is_final:
            found = f"{run.added} new, {run.changed} changed, {run.gone} gone"
            why = f", waits until {run.not_before:%H:%M:%S} UTC: {run.reason}" if run.not_before and run.reason else ""
            self.show_progress(f"{title_of(run)}: {run.calls + run.audit_calls} calls, {found}{why}")
            time.sleep(_LOOK_AGAIN_SECONDS)
            run.refresh_from_db()

    def _wait_for_originals(self, account: LinkedAccount) -> None:
        open_fetches = OriginalFetch.objects.unfinished().filter(image__account=account)
        while left := open_fetches.count():
            self.show_progress(f"{left} originals to fetch")
            time.sleep(_LOOK_AGAIN_SECONDS)

    def _complain(self, run: SyncRun, held: Holdings, *, waited: bool) -> None:
        if run.state == SyncRun.State.FAILED:
            raise CommandError(run.last_error)
        if run.state == SyncRun.State.CANCELLED:
            raise CommandError("Somebody has stopped this look. What it had found by then stays.")
        if waited and held.failed + held.refused:
            raise CommandError(
                f"{held.failed + held.refused} originals could not be fetched. The page Archive says why."
            )


def report_of(run: SyncRun, held: Holdings) -> dict[str, Any]:
    """The run as the document that scripts read. What Imgur counts more than is known is missing here; what is known
    more is ``extra``, mostly because it was deleted while we looked.
    """
    known = {"albums": held.albums, "images": held.images}
    tallies = {what: run.tallies.get(what, {"added": 0, "changed": 0, "gone": 0}) for what in known}
    gaps = {what: run.gap.get(what, 0) for what in known}
    return {
        "run": run.pk,
        "state": run.state,
        "calls": run.calls,
        "audit_calls": run.audit_calls,
        "credits": run.credits,
        "added": run.added,
        "changed": run.changed,
        "gone": run.gone,
        **{
            what: {"known": known[what], "counted": run.counted.get(what), "missing": max(0, gaps[what]),
                   "extra": max(0, -gaps[what])} | tallies[what]
            for what in known
        },
        "gap": sum(max(0, gap) for gap in gaps.values()),
    }  # fmt: skip


def _originals(account: LinkedAccount, held: Holdings) -> dict[str, int]:
    return {
        "kept": held.kept, "waiting": held.waiting, "removed": held.removed, "refused": held.refused,
        "failed": held.failed, "bytes": completeness.bytes_kept(account),
    }  # fmt: skip


def _as_text(run: SyncRun, held: Holdings, report: dict[str, Any]) -> str:
    if not run.is_final:
        return f"Run {run.pk} is under way."
    return "\n".join(
        [
            f"{run.get_state_display()}: {run.added} new, {run.changed} changed, {run.gone} gone. {run.calls} calls, "
            f"{run.audit_calls} more for the audit, {run.credits} credits.",
            f"Known here: {held.albums} albums, {held.images} images; missing: {report['gap']}.",
            f"Originals: {held.kept} kept, {held.waiting} waiting, {held.removed} removed at Imgur.",
        ]
    )
