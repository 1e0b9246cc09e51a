"""Uploading a picture or video."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from imgur import Image as ImgurImage
from imgur import ImgurClient, OutcomeUnknownError, UploadTicket
from media_sync import progress
from media_sync.kinds.base import Kind, Result, register
from media_sync.models import BatchFile, Image, Operation, Original
from media_sync.services import batches, mirror, originals

# Imgur's clock and ours may differ by this much.
_SKEW = timedelta(minutes=5)
# Newest images that a probe looks through: more than one address can upload in the time.
_LOOK_THROUGH = 300


@register
class UploadKind(Kind):
    """Payload: ``file``, the BatchFile whose original goes up. Result: the image as Imgur shows it."""

    name = batches.UPLOAD
    action = "uploaded"
    cost = 10

    def send(self, operation: Operation, imgur: ImgurClient) -> Result:
        file = _file(operation)
        original = _original(file)
        with _source(original) as source:
            answer = imgur.images.upload(
                source,
                name=file.name,
                content_type=original.content_type,
                title=file.title or None,
                on_progress=progress.teller(operation.pk),
            )
        if isinstance(answer, UploadTicket):
            # Imgur still works on the video; it will be among the account's newest when it is done.
            raise OutcomeUnknownError("Imgur has taken the video and is still preparing it.", was_sent=True)
        return mirror.as_json(answer)

    def probe(self, operation: Operation, imgur: ImgurClient) -> Result | None:
        """The newest image that carries the name we sent, is as large, and that we do not know from elsewhere."""
        file = _file(operation)
        original = _original(file)
        not_before = (operation.sending_at or operation.created_at) - _SKEW
        similar: ImgurImage | None = None
        for image in islice(imgur.account.images(), _LOOK_THROUGH):
            if image.uploaded_at and image.uploaded_at < not_before:
                break
            if image.name != file.name or _is_known(operation, image):
                continue
            # Of several of one name the one with our bytes; else the one with our measures, for Imgur recompresses some
            # (it makes a JPEG of every large PNG). The older first: it is the likelier to be this attempt's.
            if image.size == original.size_bytes:
                return mirror.as_json(image)
            if (image.width, image.height) == (original.width, original.height):
                similar = image
        return mirror.as_json(similar) if similar else None

    def keep(self, operation: Operation, result: Result) -> Sequence[Operation]:
        file = _file(operation)
        image = mirror.keep_image(operation.account, mirror.image_from(result), name=file.name, original=file.original)
        BatchFile.objects.filter(operation=operation).update(image=image)
        return batches.close_if_complete(file.batch)

    def ended(self, operation: Operation) -> Sequence[Operation]:
        return batches.close_if_complete(_file(operation).batch)

    def subject(self, operation: Operation) -> str:
        return _file(operation).name


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


def _is_known(operation: Operation, image: ImgurImage) -> bool:
    return Image.objects.filter(account=operation.account, imgur_id=image.id).exists()
