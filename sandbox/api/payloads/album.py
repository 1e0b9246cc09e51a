"""The Album model (section 5.3 of the reference)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count

from sandbox.api.payloads.image import ad_config, image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.media.links import album_link
from sandbox.models import Account, Album, AlbumImage, Image


def album_payload(
    album: Album,
    ties: Ties,
    *,
    is_owner: bool,
    images: Sequence[Image] | None = None,
    images_count: int | None = None,
) -> dict[str, Any]:
    """An album: with ``images`` as a read of the album itself shows it, else as lists do, with their number only."""
    post = ties.post_of(album)
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
        # In the gallery, the album's own privacy does not count.
        "privacy": Album.Privacy.HIDDEN if post else album.privacy,
        "layout": album.layout,
        "views": album.views,
        "link": album_link(album),
        "favorite": ties.is_favorite(album),
        "nsfw": album.nsfw,
        "section": None,
        "images_count": images_count if images is None else len(images),
        "in_gallery": post is not None,
        "is_ad": False,
        "include_album_ads": False,
        "is_album": True,
    }
    if is_owner:
        payload["deletehash"] = album.deletehash
    if images is None:
        return payload | {"order": 0}
    payload["images"] = [
        image_payload(image, ties, is_owner=is_owner and image.account_id == album.account_id) for image in images
    ]
    return payload | {"ad_config": ad_config(post)}


def album_list(albums: Iterable[Album], reader: Account | None, *, is_owner: bool) -> list[dict[str, Any]]:
    """Albums as lists show them."""
    shown = list(albums)
    ties, counts = Ties(reader, shown), image_counts(shown)
    return [album_payload(album, ties, is_owner=is_owner, images_count=counts.get(album.pk, 0)) for album in shown]


def image_counts(albums: Iterable[Album]) -> dict[int, int]:
    """How many images each album has, by its primary key; empty ones are missing."""
    counted = AlbumImage.objects.filter(album__in=list(albums), image__deleted_at=None).values("album")
    return dict(counted.annotate(count=Count("pk")).values_list("album", "count"))
