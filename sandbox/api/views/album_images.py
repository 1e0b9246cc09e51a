"""The images of an album: AL2, AL3, AL9, AL10."""

from sandbox.api.album_order import append_images, named_count, own_images, remove_from_album
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError, unauthorized
from sandbox.api.lookup import Found, find_album
from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.api.routes import endpoint
from sandbox.database import write
from sandbox.models import Album, Image


@endpoint("AL2", "GET", "album/{handle}/images")
def images(call: Call, handle: str) -> Answer:
    """All of them, not paged."""
    found = find_album(call, handle)
    rows = list(found.row.images_in_order())
    ties = Ties(call.account, rows)
    return Answer([image_payload(row, ties, is_owner=_owns(found, row)) for row in rows])


@endpoint("AL3", "GET", "album/{handle}/image/{image_id}")
def image(call: Call, handle: str, image_id: str) -> Answer:
    """One of them. An image that is not in the album fails with HTTP 200 (quirk Q2)."""
    found = find_album(call, handle)
    row = found.row.images_in_order().filter(imgur_id=image_id).first()
    if row is None:
        return call.successful_failure(f"Unable to find an image with the id, {image_id}")
    return Answer(image_payload(row, Ties(call.account, [row]), is_owner=_owns(found, row), is_single=True))


@endpoint("AL9", "POST", "album/{handle}/add")
def add(call: Call, handle: str) -> Answer:
    """Put images at the end: all that are named, or none when one of them is not the caller's."""
    album = _own_album(call, handle)
    with write():
        rows = own_images(call) or []
        if len(rows) < named_count(call):
            noun = "deletehashes" if call.parameters.members("ids") is None else "ids"
            raise ApiError(403, f"You must own all the image {noun} to add them to album {album.imgur_id}")
        append_images(album, rows)
    return Answer(True)


@endpoint("AL10", "POST DELETE", "album/{handle}/remove_images")
def remove(call: Call, handle: str) -> Answer:
    """Take images out of the album; they themselves stay."""
    album = _own_album(call, handle)
    handles = (call.parameters.members("ids") or []) + (call.parameters.members("deletehashes") or [])
    with write():
        remove_from_album(album, handles)
    return Answer(True)


def _own_album(call: Call, handle: str) -> Album:
    found = find_album(call, handle)
    if not found.is_owner:
        raise unauthorized()
    return found.row


def _owns(found: Found[Album], row: Image) -> bool:
    """Whether the caller sees the owner's part of ``row``: an album may hold an image of somebody else."""
    return found.is_owner and row.account_id == found.row.account_id
