"""Writing what Imgur says into our copy of it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import LinkedAccount
from imgur import Image as ImgurImage
from media_sync.models import Album, AlbumImage, Image, Original

# What of an image travels through an operation's result.
_FIELDS = (
    "id",
    "deletehash",
    "title",
    "description",
    "type",
    "animated",
    "width",
    "height",
    "size",
    "views",
    "link",
    "name",
)


def as_json(image: ImgurImage) -> dict[str, Any]:
    """The image as an operation's result."""
    fields: dict[str, Any] = {name: getattr(image, name) for name in _FIELDS}
    fields["datetime"] = int(image.uploaded_at.timestamp()) if image.uploaded_at else None
    return fields


def row_as_json(image: Image) -> dict[str, Any]:
    """The same of a picture that we know."""
    return {
        "id": image.imgur_id, "deletehash": image.deletehash, "title": image.title, "description": image.description,
        "type": image.content_type, "animated": image.is_animated, "width": image.width, "height": image.height,
        "size": image.size_bytes, "views": image.views, "link": image.link, "name": image.name,
        "datetime": int(image.uploaded_at.timestamp()),
    }  # fmt: skip


def image_from(result: dict[str, Any]) -> ImgurImage:
    return ImgurImage.from_json(result)


def keep_image(account: LinkedAccount, image: ImgurImage, *, name: str = "", original: Original | None = None) -> Image:
    """Keep ``image`` as ``account``'s. ``name`` and ``original`` are what we know of it ourselves."""
    now = timezone.now()
    defaults: dict[str, Any] = {
        "deletehash": image.deletehash or "",
        "title": image.title,
        "description": image.description,
        "name": name or image.name or "",
        "content_type": image.type or (original.content_type if original else ""),
        "is_animated": image.animated or bool(original and original.is_animated),
        "width": image.width or (original.width if original else 0),
        "height": image.height or (original.height if original else 0),
        "size_bytes": image.size or (original.size_bytes if original else 0),
        "views": image.views,
        "link": image.link,
        "uploaded_at": image.uploaded_at or now,
        "seen_at": now,
        "gone_at": None,
        "gone_reason": "",
    }
    if original:
        defaults["original"] = original
    kept, _ = Image.objects.update_or_create(account=account, imgur_id=image.id, defaults=defaults)
    return kept


@transaction.atomic
def keep_new_album(
    account: LinkedAccount, *, imgur_id: str, deletehash: str, title: str, privacy: str, image_ids: Sequence[str]
) -> Album:
    """Keep an album that we have just made, with its pictures in order."""
    now = timezone.now()
    album, _ = Album.objects.update_or_create(
        account=account,
        imgur_id=imgur_id,
        defaults={
            "deletehash": deletehash,
            "title": title,
            "privacy": privacy,
            "link": f"{settings.IMGUR_SITE_URL}/a/{imgur_id}",
            "created_at": now,
            "seen_at": now,
        },
    )
    keep_order(album, image_ids)
    return album


@transaction.atomic
def keep_order(album: Album, image_ids: Sequence[str]) -> None:
    """The album shows exactly ``image_ids``, in that order; the first is its cover. Ids that we do not know are
    left out.
    """
    images = {
        image.imgur_id: image for image in Image.objects.filter(account_id=album.account_id, imgur_id__in=image_ids)
    }
    known = [images[imgur_id] for imgur_id in dict.fromkeys(image_ids) if imgur_id in images]
    album.places.all().delete()
    AlbumImage.objects.bulk_create(
        AlbumImage(album=album, image=image, position=position) for position, image in enumerate(known)
    )
    album.image_count, album.cover_image = len(image_ids), known[0] if known else None
    album.save(update_fields=["image_count", "cover_image"])
