"""An album that is made again, or gets its lost pictures back: which pictures, in which order, with which facts."""

from dataclasses import dataclass

from django.db import transaction

from media_sync.models import Album, AlbumImage, Batch, Image
from media_sync.services.gone import album_contents, link_moves


@dataclass(frozen=True, slots=True)
class Facts:
    """What the new album is made with besides its pictures. ``cover`` is an image id; empty: the first picture."""

    title: str
    description: str
    layout: str
    cover: str


def image_ids(batch: Batch) -> list[str]:
    """Imgur's ids of the pictures of ``batch.restores_album`` in their old order: those that live by their own id,
    those that were gone by that of their copy. What is not at Imgur is left out.
    """
    return list(dict.fromkeys(image.imgur_id for _, image in _standing(batch) if image))


def facts(batch: Batch, ids: list[str]) -> Facts:
    album = _album(batch)
    cover = _cover(batch, album)
    return Facts(
        title=album.title or "",
        description=album.description or "",
        layout=album.layout,
        cover=cover.imgur_id if cover and cover.imgur_id in ids and cover.imgur_id != ids[0] else "",
    )


def keep_facts(batch: Batch, made: Album) -> None:
    """Write into the mirror with what the album was made, and that the old one leads to it."""
    old, cover = _album(batch), _cover(batch, _album(batch))
    Album.objects.filter(pk=made.pk).update(
        title=old.title,
        description=old.description,
        layout=old.layout,
        **({"cover_image": cover, "cover_imgur_id": cover.imgur_id} if cover else {}),
    )
    link_moves.keep_album(old, made, batch=batch)


@transaction.atomic
def put_back(batch: Batch, ids: list[str]) -> None:
    """The album, which lives, shows ``ids``: each copy stands where the lost picture stood. What is still lost keeps
    its place in the mirror.
    """
    album = _album(batch)
    had_place = set(album.places.values_list("image", flat=True))
    kept: dict[int, Image] = {}
    for old, image in _standing(batch):
        if image and image.imgur_id in ids:
            kept.setdefault(image.pk, image)
        elif old.pk in had_place:
            kept.setdefault(old.pk, old)
    album.places.all().delete()
    AlbumImage.objects.bulk_create(
        AlbumImage(album=album, image=image, position=position) for position, image in enumerate(kept.values())
    )
    cover = _cover(batch, album) or next(iter(kept.values()), None)
    album.image_count, album.cover_image = len(ids), cover
    album.save(update_fields=["image_count", "cover_image"])


def _standing(batch: Batch) -> list[tuple[Image, Image | None]]:
    """Each picture of the old album, and what may stand in its place now."""
    images = album_contents.with_lost(_album(batch))
    files = batch.files.exclude(image=None).select_related("image")
    brought = {file.restores_id: file.image for file in files}
    copies = link_moves.living_images([image for image in images if image.pk not in brought])
    return [(image, _now(batch, image, brought.get(image.pk), copies)) for image in images]


def _now(batch: Batch, image: Image, brought: Image | None, copies: dict[int, Image]) -> Image | None:
    """Imgur takes only an account's own pictures into its albums."""
    candidates = (brought, image, copies.get(image.pk))
    own = (one for one in candidates if one and one.is_own and one.account_id == batch.account_id)
    return next((one for one in own if not one.gone_at), None)


def _cover(batch: Batch, album: Album) -> Image | None:
    """What stands now where the cover stood."""
    wanted = album.cover_imgur_id or (album.cover_image.imgur_id if album.cover_image else "")
    return next((image for old, image in _standing(batch) if old.imgur_id == wanted), None)


def _album(batch: Batch) -> Album:
    assert batch.restores_album
    return batch.restores_album
