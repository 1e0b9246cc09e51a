"""Uploading a picture or video."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from django.db.models import QuerySet
from django.utils import timezone

from imgur import Image as ImgurImage
from imgur import ImgurClient, OutcomeUnknownError, UploadTicket
from media_sync import progress
from media_sync.kinds.base import Kind, Result, TwinUnderWayError, register
from media_sync.models import BatchFile, Image, Operation, Original
from media_sync.services.archive import originals
from media_sync.services.credits import prices
from media_sync.services.gone import link_moves
from media_sync.services.mirror import pictures
from media_sync.services.sending import batches

# Imgur's clock and ours may differ by this much.
_SKEW = timedelta(minutes=5)
# Newest images that a probe looks through: more than one address can upload in the time.
_LOOK_THROUGH = 300
# Imgur answers a video with a ticket and prepares it; longer than this it does not take.
_PREPARES_FOR = timedelta(hours=1)


@register
class UploadKind(Kind):
    """Payload: ``file``, the BatchFile whose original goes up; ``name``, under which it is sent: no other upload to the
    account that is not finished has it; ``ticket`` while Imgur prepares a video. Result: the image as Imgur shows it.
    """

    name = batches.UPLOAD
    action = "uploaded"
    cost = prices.UPLOAD_CREDITS
    is_upload = True

    def find_here(self, operation: Operation) -> Result | None:
        """Another batch may have brought the same content since this one was sent, or be bringing it."""
        original = _original(_file(operation))
        # In this order: one that ends between the two questions has left its picture.
        is_coming = _twins(operation, original).exists()
        image = batches.at_imgur_already(operation.account, original.pk)
        if is_coming and image is None:
            raise TwinUnderWayError("The same picture is on its way to Imgur in another batch; it goes up once.")
        return pictures.row_as_json(image) if image else None

    def send(self, operation: Operation, imgur: ImgurClient) -> Result:
        file = _file(operation)
        original = _original(file)
        with _source(original) as source:
            answer = imgur.images.upload(
                source,
                name=operation.payload["name"],
                content_type=original.content_type,
                title=file.title or None,
                description=file.description or None,
                on_progress=progress.teller(operation.pk),
            )
        if isinstance(answer, UploadTicket):
            operation.payload["ticket"] = answer.ticket
            operation.save(update_fields=["payload"])
            raise _still_preparing()
        return pictures.as_json(answer)

    def probe(self, operation: Operation, imgur: ImgurClient) -> Result | None:
        """By its ticket, or the newest image that carries the name we sent, is as large, and is not known from
        elsewhere.

        Raises OutcomeUnknownError while Imgur prepares a video.
        """
        ticket = operation.payload.get("ticket")
        if ticket:
            image_id = imgur.images.ticket_result(ticket)
            if image_id:
                return pictures.as_json(imgur.images.get(image_id))
        found = self._among_the_newest(operation, imgur)
        is_fresh = operation.sending_at and timezone.now() - operation.sending_at < _PREPARES_FOR
        if found is None and ticket and is_fresh:
            raise _still_preparing()
        return found

    def _among_the_newest(self, operation: Operation, imgur: ImgurClient) -> Result | None:
        original = _original(_file(operation))
        not_before = (operation.sending_at or operation.created_at) - _SKEW
        similar: ImgurImage | None = None
        for image in islice(imgur.account.images(), _LOOK_THROUGH):
            if image.uploaded_at and image.uploaded_at < not_before:
                break
            # Imgur escapes what it shows, at times.
            if html.unescape(image.name or "") != html.unescape(operation.payload["name"]):
                continue
            if _is_known(operation, image):
                continue
            # Our bytes; or else our measures, for Imgur recompresses some (it makes a JPEG of every large PNG).
            if image.size == original.size_bytes:
                return pictures.as_json(image)
            if (image.width, image.height) == (original.width, original.height):
                similar = image
        return pictures.as_json(similar) if similar else None

    def keep(self, operation: Operation, result: Result) -> None:
        file = _file(operation)
        image = pictures.keep_image(
            operation.account, pictures.image_from(result), name=file.name, original=file.original
        )
        files = BatchFile.objects.filter(operation=operation)
        files.update(image=image)
        for restoring in files.filter(restores__isnull=False).select_related("restores__account", "batch"):
            assert restoring.restores
            link_moves.keep_image(restoring.restores, image, batch=restoring.batch)
        batches.close_if_complete(file.batch)

    def keep_late(self, operation: Operation, result: Result) -> None:
        file = _file(operation)
        pictures.keep_image(operation.account, pictures.image_from(result), name=file.name, original=file.original)

    def ended(self, operation: Operation) -> None:
        batches.close_if_complete(_file(operation).batch)

    def subject(self, operation: Operation) -> str:
        return _file(operation).name


def _is_known(operation: Operation, image: ImgurImage) -> bool:
    """Whether we have it from elsewhere; another team may have linked the same Imgur account."""
    account = operation.account
    return Image.objects.filter(
        imgur_id=image.id, account__app=account.app_id, account__username__iexact=account.username
    ).exists()


def _twins(operation: Operation, original: Original) -> QuerySet[Operation]:
    """Other uploads of the same content to the account whose bytes may be on their way. Ours is claimed by now, so of
    two who ask this at the same moment at least one sees the other.
    """
    at_it = Operation.objects.filter(state__in=[Operation.State.RUNNING, Operation.State.UNKNOWN])
    return at_it.filter(kind=UploadKind.name, account=operation.account_id, files__original=original).exclude(
        pk=operation.pk
    )


def _still_preparing() -> OutcomeUnknownError:
    return OutcomeUnknownError("Imgur has taken the video and is still preparing it.", was_sent=True)


def _file(operation: Operation) -> BatchFile:
    return BatchFile.objects.select_related("original", "batch").get(pk=operation.payload["file"])


def _original(file: BatchFile) -> Original:
    if file.original is None:
        raise LookupError(f"The original of batch file {file.pk} is not there.")
    return file.original


@contextmanager
def _source(original: Original) -> Iterator[Path | BinaryIO]:
    """The original as the client streams it: by path where it lies on this machine."""
    path = originals.local_path(original)
    if path:
        yield path
        return
    with originals.open_original(original) as stream:
        yield cast(BinaryIO, stream)
