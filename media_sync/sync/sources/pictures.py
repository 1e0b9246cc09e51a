"""Keeping the pictures of posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from imgur import Image
from media_sync.models import BoardItem, BoardPicture
from media_sync.services.archive import fetches
from media_sync.sync.sources import fitting
from media_sync.sync.work import Work

# What makes a picture another one for a reader.
_NEWS = {"title", "description", "gone_at"}
_FACTS = ("title", "description", "link", "content_type", "is_animated", "width", "height", "size_bytes", "details")


class Shown(NamedTuple):
    """The images of a post as Imgur showed them; ``is_whole`` when these are all of them."""

    item: BoardItem
    images: Sequence[Image]
    is_whole: bool


def keep_pictures(work: Work, shown: Sequence[Shown], *, now: datetime) -> None:
    """Keep them in their order; those of a whole post that are not shown any more are marked, and stay.

    Pictures of albums are counted as the run's news. Call it while keeping.
    """
    known: dict[int, dict[str, BoardPicture]] = {one.item.pk: {} for one in shown}
    for picture in BoardPicture.objects.filter(item__in=list(known)):
        known[picture.item_id][picture.imgur_id] = picture
    added: list[BoardPicture] = []
    renewed: list[BoardPicture] = []
    gone: list[BoardPicture] = []
    changed = 0
    for item, images, is_whole in shown:
        of_item = known[item.pk]
        usable = {image.id: image for image in images if fitting.is_id(image.id)}
        for position, image in enumerate(usable.values()):
            if image.id not in of_item:
                added.append(BoardPicture(item=item, imgur_id=image.id, position=position, **_facts(image)))
                continue
            picture = of_item[image.id]
            is_other, is_changed = _renew(picture, image, position)
            changed += is_changed and item.is_album
            if is_other:
                renewed.append(picture)
        if is_whole:
            gone += [one for name, one in of_item.items() if name not in usable and one.gone_at is None]
    for picture in gone:
        picture.gone_at = now
    BoardPicture.objects.bulk_create(added, batch_size=500)
    BoardPicture.objects.bulk_update(renewed, ["position", "gone_at", *_FACTS], batch_size=200)
    BoardPicture.objects.bulk_update(gone, ["gone_at"], batch_size=500)
    work.tally("images", added=sum(one.item.is_album for one in added), changed=changed, gone=len(gone))


def ask_for_originals(work: Work, items: Sequence[BoardItem]) -> None:
    """Have the originals of their pictures fetched that were never asked for, if the source keeps them."""
    if work.source.keeps_originals:
        wanted = BoardPicture.objects.filter(item__in=items, original=None, fetch=None, gone_at=None)
        fetches.ask_for_pictures(wanted)


def _renew(picture: BoardPicture, image: Image, position: int) -> tuple[bool, bool]:
    """Write what Imgur shows now into the row, unsaved. Whether the row is another one now, and whether a reader would
    call the picture changed.
    """
    shown = {"position": position, "gone_at": None, **_facts(image)}
    others = {name for name, value in shown.items() if getattr(picture, name) != value}
    for name in others:
        setattr(picture, name, shown[name])
    return bool(others), not others.isdisjoint(_NEWS)


def _facts(image: Image) -> dict[str, Any]:
    return {
        "title": image.title,
        "description": image.description,
        "link": fitting.web_link(image.link),
        "content_type": image.type[:60],
        "is_animated": image.animated,
        "width": fitting.count(image.width),
        "height": fitting.count(image.height),
        "size_bytes": fitting.big_count(image.size),
        "details": fitting.details(image),
    }
