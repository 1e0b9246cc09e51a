"""Writing what Imgur says into our copy of it, one image or album at a time. A sync writes many."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import LinkedAccount
from imgur import Image as ImgurImage
from media_sync.models import Album, AlbumImage, Image, Original
from media_sync.services.mirror import columns


def as_json(image: ImgurImage) -> dict[str, Any]:
    """The image as an operation's result."""
    return columns.payload_of(image)


def row_as_json(image: Image) -> dict[str, Any]:
    """The same of a picture that we know."""
    return columns.payload_of_row(image)


def image_from(result: dict[str, Any]) -> ImgurImage:
    return ImgurImage.from_json(result)


def keep_image(account: LinkedAccount, image: ImgurImage, *, name: str = "", original: Original | None = None) -> Image:
    """Keep ``image`` as ``account``'s. ``name`` and ``original`` are what we know of it ourselves."""
    now = timezone.now()
    told = columns.image_columns(image)
    defaults: dict[str, Any] = told | {
        "name": name or told["name"],
        "details": columns.image_details(image),
        "uploaded_at": image.uploaded_at or now,
        "is_own": True,
        "seen_at": now,
        "gone_at": None,
        "gone_reason": "",
    }
    if original:
        defaults |= {
            "original": original,
            "content_type": told["content_type"] or original.content_type,
            "is_animated": told["is_animated"] or original.is_animated,
            "width": told["width"] or original.width,
            "height": told["height"] or original.height,
            "size_bytes": told["size_bytes"] or original.size_bytes,
        }
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
    known = keep_places(album, image_ids)
    album.cover_image = known[0] if known else None
    album.save(update_fields=["cover_image"])


@transaction.atomic
def keep_places(album: Album, image_ids: Sequence[str]) -> list[Image]:
    """The same, and its cover stays. Returns the pictures in their order."""
    images = {
        image.imgur_id: image for image in Image.objects.filter(account_id=album.account_id, imgur_id__in=image_ids)
    }
    known = [images[imgur_id] for imgur_id in dict.fromkeys(image_ids) if imgur_id in images]
    album.places.all().delete()
    AlbumImage.objects.bulk_create(
        AlbumImage(album=album, image=image, position=position) for position, image in enumerate(known)
    )
    album.image_count = len(image_ids)
    album.save(update_fields=["image_count"])
    return known


def was_arranged(album: Album) -> None:
    """Its images have been set from here: whatever the list says of it next is as new as that, and Imgur may have
    chosen another cover.
    """
    album.fingerprint, album.seen_at = "", timezone.now()
    album.save(update_fields=["fingerprint", "seen_at"])
