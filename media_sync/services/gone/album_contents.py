"""What an album holds, together with what it has lost: a picture that went from Imgur leaves the album, too."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from media_sync.models import Album, Change, Image
from media_sync.services.gone import link_moves

# A picture that left the album and was seen to be gone within this time was lost by it; one that was gone later had
# been taken out. It is the time in which a rotating audit sees everything.
_SEEN_WITHIN = timedelta(days=14)
# So far back is looked.
_MOST_CHANGES = 200


def with_lost(album: Album) -> list[Image]:
    """The album's pictures in order, those that it has lost at the places where they stood."""
    places = album.places.select_related("image__original", "image__account").order_by("position", "pk")
    images = [place.image for place in places]
    here = {image.pk for image in images}
    lost = _still_lost(list(_lost(album)), here)
    # Newest first: each list of places is of the album as it was before that change.
    for position, image in lost:
        if image.pk not in here:
            here.add(image.pk)
            images.insert(len(images) if position is None else min(position, len(images)), image)
    return images


def has_lost(album: Album) -> bool:
    """Whether pictures have left the album by being gone. Asks less than ``with_lost``."""
    lost = list(_lost(album))
    return bool(lost) and bool(_still_lost(lost, set(album.places.values_list("image", flat=True))))


def _still_lost(lost: list[tuple[int | None, Image]], here: set[int]) -> list[tuple[int | None, Image]]:
    """Without those whose copies stand in the album by now; ``here`` are the numbers of its pictures."""
    copies = link_moves.living_images([image for _, image in lost])
    return [(place, image) for place, image in lost if image.pk not in copies or copies[image.pk].pk not in here]


def _lost(album: Album) -> Iterator[tuple[int | None, Image]]:
    """Pictures that went with the place that each had, if it is known; of one change in the order of their places."""
    changes = list(album.changes.filter(kind=Change.Kind.IMAGES_OUT).order_by("-pk")[:_MOST_CHANGES])
    went = {imgur_id for change in changes for imgur_id in _ids(change.before)}
    if not went:
        return
    gone = Image.objects.filter(account=album.account_id, imgur_id__in=went, gone_at__isnull=False)
    images = {image.imgur_id: image for image in gone.select_related("original", "account")}
    for change in changes:
        ids = _ids(change.before)
        positions: list[Any] = change.after if isinstance(change.after, list) else []
        for number, imgur_id in enumerate(ids):
            image = images.get(imgur_id)
            if image and image.gone_at and abs(image.gone_at - change.seen_at) <= _SEEN_WITHIN:
                position = positions[number] if number < len(positions) else None
                yield (position if isinstance(position, int) and position >= 0 else None), image


def _ids(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
