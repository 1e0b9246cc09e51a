"""Edits of what is at Imgur already, each a queued operation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from media_sync.models import Album, Image, Operation
from media_sync.services.mirror import pictures
from media_sync.services.sending import operations

EDIT_ALBUM = "album.edit"
SET_IMAGES = "album.set_images"
EDIT_IMAGE = "image.edit"

# What an edit may set, by the names of Imgur's parameters, and our columns.
ALBUM_FACTS = {
    "title": "title", "description": "description", "privacy": "privacy", "layout": "layout", "cover": "cover_imgur_id",
}  # fmt: skip
IMAGE_FACTS = {"title": "title", "description": "description"}


def edit_album(album: Album, facts: Mapping[str, str], *, by: User | None, dedup_key: str | None = None) -> Operation:
    """Set title, description, privacy, layout or cover (an image id) of an album; "" clears a text. 1 credit."""
    payload = {"album": album.pk, "facts": {name: facts[name] for name in ALBUM_FACTS if name in facts}}
    return operations.enqueue(kind=EDIT_ALBUM, account=album.account, by=by, payload=payload, dedup_key=dedup_key)


def set_images(album: Album, image_ids: Sequence[str], *, by: User | None, dedup_key: str | None = None) -> Operation:
    """Let the album hold exactly these images, in this order; 1 credit. It must be one at least."""
    payload = {"album": album.pk, "images": list(image_ids)}
    return operations.enqueue(kind=SET_IMAGES, account=album.account, by=by, payload=payload, dedup_key=dedup_key)


def edit_image(image: Image, facts: Mapping[str, str], *, by: User | None, dedup_key: str | None = None) -> Operation:
    """Set title or description of an image; "" clears. 1 credit."""
    payload = {"image": image.pk, "facts": {name: facts[name] for name in IMAGE_FACTS if name in facts}}
    return operations.enqueue(kind=EDIT_IMAGE, account=image.account, by=by, payload=payload, dedup_key=dedup_key)


@transaction.atomic
def keep_album(album: Album, facts: Mapping[str, str]) -> None:
    """Write into the mirror what an edit has set at Imgur."""
    values: dict[str, Any] = {ALBUM_FACTS[name]: value for name, value in facts.items()}
    values["seen_at"] = timezone.now()
    if "cover" in facts:
        values["cover_image"] = album.account.images.filter(imgur_id=facts["cover"]).first()
    Album.objects.filter(pk=album.pk).update(**values)


def keep_image(image: Image, facts: Mapping[str, str]) -> None:
    values: dict[str, Any] = {IMAGE_FACTS[name]: value for name, value in facts.items()}
    Image.objects.filter(pk=image.pk).update(seen_at=timezone.now(), **values)


def keep_images(album: Album, image_ids: Sequence[str]) -> None:
    pictures.keep_places(album, image_ids)
    pictures.was_arranged(album)
