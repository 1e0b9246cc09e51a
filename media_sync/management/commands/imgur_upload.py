"""Upload files into a new album, in the order of the arguments."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from media_sync import tasks
from media_sync.management.output import SpokenCommand, find_account
from media_sync.models import Album, Batch, BatchFile, Operation
from media_sync.services.sending import batches, intake

_LOOK_AGAIN_SECONDS = 0.5


class Command(SpokenCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--account", required=True, help="the linked account's name at Imgur")
        parser.add_argument("--team", help="address of the team, where several have linked the account")
        parser.add_argument("--album", help="title of the new album (default: date and time)")
        parser.add_argument("--wait", action="store_true", help="come back when everything is at Imgur")

    def handle(self, *args: Any, **options: Any) -> None:
        account = find_account(options["account"], options["team"])
        if not account.works:
            raise CommandError(f"{account} is not linked at the moment: {account.broken_reason or 'it was unlinked.'}")
        batch = Batch.objects.create(team=account.team, created_by=None, account=account)
        for number, path in enumerate(options["files"]):
            self.show_progress(f"{number + 1} of {len(options['files'])} to us: {path.name}")
            self._take_in(batch, path, number)
        self.show_progress("")
        title = options["album"] or f"Upload {timezone.localtime():%Y-%m-%d %H:%M}"
        try:
            batches.send(batch, user=None, account=account, album_title=title, privacy=Album.Privacy.HIDDEN)
        except batches.CannotSendError as error:
            refused = [f"{file.name}: {file.refusal}" for file in batch.files.all()]
            batches.cancel(batch)
            raise CommandError("\n".join([*refused, str(error)])) from error
        tasks.ring()
        stopped = self._wait_for(batch) if options["wait"] else ""
        self._report(batch, as_json=options["json"], stopped=stopped)

    def _take_in(self, batch: Batch, path: Path, number: int) -> None:
        key = f"argument-{number}"
        try:
            intake.take_in_path(batch, client_key=key, path=path)
        except OSError as error:
            file = batches.reserve_place(batch, client_key=key, name=path.name, size_bytes=1)
            intake.refuse(file, f"The file cannot be read: {error.strerror}.")

    def _wait_for(self, batch: Batch) -> str:
        """Until nothing is under way. Returns a sentence when only a person can help."""
        while True:
            batch.refresh_from_db()
            if batch.state not in {Batch.State.SENT, Batch.State.DRAFT}:
                return ""
            operations = list(batch.operations.all())
            stuck = next((one for one in operations if one.waits_for in {"link", "admin"}), None)
            if stuck:
                return stuck.reason
            done = sum(one.is_final for one in operations)
            waiting = next((one for one in operations if one.not_before and one.reason), None)
            why = f", waits until {waiting.not_before:%H:%M:%S} UTC: {waiting.reason}" if waiting else ""
            self.show_progress(f"{done} of {len(operations)} done{why}")
            time.sleep(_LOOK_AGAIN_SECONDS)

    def _report(self, batch: Batch, *, as_json: bool, stopped: str) -> None:
        self.show_progress("")
        batch = Batch.objects.select_related("album").get(pk=batch.pk)
        files = [_file_report(file) for file in batch.files.select_related("image", "operation")]
        album = {"imgur_id": batch.album.imgur_id, "link": batch.album.link} if batch.album else None
        credits = sum(batch.operations.values_list("credits_spent", flat=True))
        lines = [f"{file['state']:<10} {file['file']}  {file['link'] or file['error'] or ''}" for file in files]
        lines.append(f"Album: {album['link']}" if album else "The album is not made yet.")
        lines.append(f"{credits} credits spent.")
        self.answer(
            {"batch": batch.pk, "credits": credits, "album": album, "files": files},
            as_json=as_json,
            text="\n".join(lines),
        )
        album_failure = batch.operations.exclude(kind=batches.UPLOAD).filter(state=Operation.State.FAILED).first()
        failed = [file for file in files if file["state"] in {"refused", "failed", "cancelled"}]
        if stopped:
            raise CommandError(f"Stopped waiting; what is queued stays queued. {stopped}")
        if album_failure:
            raise CommandError(f"The album could not be made: {album_failure.last_error}")
        if failed:
            raise CommandError(f"{len(failed)} of {len(files)} files did not go up.")


def _file_report(file: BatchFile) -> dict[str, Any]:
    state, error = "queued", ""
    if file.state == BatchFile.State.REFUSED:
        state, error = "refused", file.refusal
    elif file.image:
        state = "duplicate" if file.is_duplicate else "done"
    elif file.operation:
        state, error = file.operation.state, file.operation.last_error or file.operation.reason
    return {
        "file": file.name,
        "state": state,
        "imgur_id": file.image.imgur_id if file.image else None,
        "link": file.image.link if file.image else None,
        "error": error or None,
    }
