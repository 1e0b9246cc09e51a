"""Uploads: IM2, IM3."""

from pathlib import Path

from django.conf import settings

from sandbox import clock
from sandbox.api.album_order import append_images
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import CodedError, not_found, permission_denied
from sandbox.api.lookup import find_album
from sandbox.api.payloads.image import upload_payload
from sandbox.api.routes import endpoint
from sandbox.api.texts import description_of, title_of
from sandbox.api.upload_source import Source, over_size_limit, receive
from sandbox.database import write
from sandbox.identifiers import new_deletehash, new_imgur_id, new_ticket
from sandbox.limits.charge import UPLOAD_COST
from sandbox.media import store, video
from sandbox.media.processing import needs_ticket, ready_at
from sandbox.media.types import Facts, UnknownTypeError, inspect
from sandbox.models import Album, Image, UploadTicket


@endpoint("IM3", "POST", "upload", cost=UPLOAD_COST, is_upload=True)
@endpoint("IM2", "POST", "image", cost=UPLOAD_COST, is_upload=True)
def upload(call: Call) -> Answer:
    """Take a picture or video. The file is in its place before the row is written, and the row before the answer."""
    album = _album_of(call)
    source = receive(call.parameters)
    try:
        facts = _accept(source.path)
        if facts.has_sound and call.parameters.flag("disable_audio"):
            facts = video.remove_sound(source.path, facts)
        image = _keep(call, source, facts, album)
    finally:
        source.path.unlink(missing_ok=True)
    if ticket := image.tickets.first():
        return Answer({"errorCode": None, "ticket": ticket.ticket})
    return Answer(upload_payload(image, title=call.parameters.text("title")), has_status_first=call.account is not None)


def _album_of(call: Call) -> Album | None:
    """The album to put the picture in, by the id of an own one or the deletehash of any."""
    handle = call.parameters.text("album")
    if not handle:
        return None
    found = find_album(call, handle)
    if not found.is_owner:
        raise permission_denied()
    return found.row


def _accept(path: Path) -> Facts:
    """What the file is. Raises ApiError when it is of no known kind, or too large for its kind."""
    try:
        facts = inspect(path)
    except UnknownTypeError:
        raise CodedError(400, "File type invalid (1)", code=1003) from None
    limit = settings.SANDBOX_VIDEO_BYTES if facts.is_animated else settings.SANDBOX_STILL_BYTES
    if path.stat().st_size > limit:
        raise over_size_limit()
    return facts


def _keep(call: Call, source: Source, facts: Facts, album: Album | None) -> Image:
    """Move the file to its place and write its row; without a row, no file stays."""
    imgur_id = new_imgur_id()
    size = source.path.stat().st_size
    file = store.keep_upload(source.path, imgur_id, facts.extension)
    try:
        return _write_rows(call, source, facts, album, imgur_id=imgur_id, file=file, size_bytes=size)
    except BaseException:
        store.drop(file)
        raise


def _write_rows(call: Call, source: Source, facts: Facts, album: Album | None, **place: str | int) -> Image:
    """``place`` is what the row says of the file. Raises 404 when the album has been deleted meanwhile."""
    with write():
        if album is not None and not Album.objects.filter(pk=album.pk).exists():
            raise not_found("album", album.imgur_id)
        image = Image.objects.create(
            **place,
            deletehash=new_deletehash(),
            account=call.account,
            title=title_of(call.parameters),
            description=description_of(call.parameters),
            name=source.name[:255],
            created_at=clock.now_seconds(),
            type=facts.type,
            width=facts.width,
            height=facts.height,
            is_animated=facts.is_animated,
            has_sound=facts.has_sound,
            ready_at=ready_at(facts),
        )
        if needs_ticket(facts):
            UploadTicket.objects.create(ticket=new_ticket(), image=image)
        if album is not None:
            append_images(album, [image])
    return image
