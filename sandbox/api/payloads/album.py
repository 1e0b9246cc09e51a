"""The Album model (section 5.3 of the reference)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from sandbox.api.payloads.image import ad_config, image_payload
from sandbox.media.links import album_link
from sandbox.models import Album, AlbumImage, Image


def album_payload(
    album: Album, *, is_owner: bool, images: Iterable[Image] | None = None, images_count: int | None = None
) -> dict[str, Any]:
    """An album: with ``images`` as a read of the album itself shows it, else as lists do, with their number only."""
    shown = None if images is None else list(images)
    cover = album.cover if album.cover and album.cover.deleted_at is None else None
    payload: dict[str, Any] = {
        "id": album.imgur_id,
        "title": album.title,
        "description": album.description,
        "datetime": album.created_at,
        "cover": cover.imgur_id if cover else None,
        "cover_edited": None,
        "cover_width": cover.width if cover else None,
        "cover_height": cover.height if cover else None,
        "account_url": album.account.username if album.account else None,
        "account_id": album.account_id,
        "privacy": album.privacy,
        "layout": album.layout,
        "views": album.views,
        "link": album_link(album),
        "favorite": False,
        "nsfw": album.nsfw,
        "section": None,
        "images_count": images_count if shown is None else len(shown),
        "in_gallery": False,
        "is_ad": False,
        "include_album_ads": False,
        "is_album": True,
    }
    if is_owner:
        payload["deletehash"] = album.deletehash
    if shown is None:
        return payload | {"order": 0}
    payload["images"] = [
        image_payload(image, is_owner=is_owner and image.account_id == album.account_id) for image in shown
    ]
    return payload | {"ad_config": ad_config()}


def album_list(albums: QuerySet[Album], *, is_owner: bool) -> list[dict[str, Any]]:
    """Albums as lists show them."""
    shown = list(albums)
    counted = AlbumImage.objects.filter(album__in=shown, image__deleted_at=None).values("album")
    counts = dict(counted.annotate(count=Count("pk")).values_list("album", "count"))
    return [album_payload(album, is_owner=is_owner, images_count=counts.get(album.pk, 0)) for album in shown]
