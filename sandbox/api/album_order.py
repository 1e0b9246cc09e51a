"""Putting images into albums and taking them out. Callers hold the write transaction."""

from collections.abc import Iterable

from django.db.models import Max

from sandbox.api.call import Call
from sandbox.models import Album, AlbumImage, Image


def own_images(call: Call) -> list[Image] | None:
    """The caller's images that `ids` or `deletehashes` name, in that order; None when neither is given.

    An id counts for the owner of the image, a deletehash for whoever knows it. Others are left out; compare
    `named_count` where Imgur refuses instead.
    """
    ids, deletehashes = call.parameters.members("ids"), call.parameters.members("deletehashes")
    if ids is None and deletehashes is None:
        return None
    owned = Image.objects.present().filter(account=call.account) if call.account else Image.objects.none()
    by_id = {image.imgur_id: image for image in owned.filter(imgur_id__in=ids or [])}
    by_hash = {image.deletehash: image for image in Image.objects.present().filter(deletehash__in=deletehashes or [])}
    named = [by_id.get(name) for name in ids or []] + [by_hash.get(name) for name in deletehashes or []]
    return list(dict.fromkeys(image for image in named if image is not None))


def named_count(call: Call) -> int:
    """How many different images the call names, known or not."""
    return len(set(call.parameters.members("ids") or [])) + len(set(call.parameters.members("deletehashes") or []))


def set_images(album: Album, images: Iterable[Image]) -> None:
    """Make the album hold exactly ``images``, in this order."""
    AlbumImage.objects.filter(album=album).delete()
    append_images(album, images)


def append_images(album: Album, images: Iterable[Image]) -> None:
    """Put ``images`` at the end; those that are in the album already keep their places."""
    last = AlbumImage.objects.filter(album=album).aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    AlbumImage.objects.bulk_create(
        [AlbumImage(album=album, image=image, position=position) for position, image in enumerate(images, first)],
        ignore_conflicts=True,
    )


def remove_from_album(album: Album, handles: list[str]) -> None:
    """Take out the images of these ids or deletehashes; others are ignored."""
    places = AlbumImage.objects.filter(album=album)
    places.filter(image__imgur_id__in=handles).delete()
    places.filter(image__deletehash__in=handles).delete()
