"""Originals that are to be fetched from Imgur."""

from collections.abc import Iterable

from media_sync.models import BoardPicture, Image, OriginalFetch

SOMEBODY_WAITS, SCHEDULED, HEALING = 10, 20, 30


def ask_for_images(images: Iterable[Image], *, priority: int = SCHEDULED) -> None:
    """Fetch the originals of ``images`` that we do not have. Asking twice is as asking once."""
    OriginalFetch.objects.bulk_create(
        (OriginalFetch(image=image, priority=priority) for image in images if image.original_id is None),
        ignore_conflicts=True,
    )


def ask_for_pictures(pictures: Iterable[BoardPicture], *, priority: int = SCHEDULED) -> None:
    """The same for pictures of boards."""
    OriginalFetch.objects.bulk_create(
        (OriginalFetch(picture=picture, priority=priority) for picture in pictures if picture.original_id is None),
        ignore_conflicts=True,
    )
