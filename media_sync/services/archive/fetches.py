"""Originals that are to be fetched from Imgur: asking for them, once more, and for a damaged one."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from media_sync.models import BoardPicture, Image, Original, OriginalFetch
from media_sync.models.fetches import OriginalFetchQuerySet

SOMEBODY_WAITS, SCHEDULED, HEALING = 10, 20, 30

State = OriginalFetch.State


def ask_for_images(images: Iterable[Image], *, priority: int = SCHEDULED) -> None:
    """Fetch the originals of ``images`` that we do not have. Asking twice is as asking once, the more urgent time."""
    lacking = [image for image in images if image.original_id is None]
    OriginalFetch.objects.bulk_create(
        (OriginalFetch(image=image, priority=priority) for image in lacking), ignore_conflicts=True
    )
    if priority < SCHEDULED:
        _hurry(OriginalFetch.objects.filter(image__in=lacking), priority)


def ask_for_pictures(pictures: Iterable[BoardPicture], *, priority: int = SCHEDULED) -> None:
    """The same for pictures of boards."""
    lacking = [picture for picture in pictures if picture.original_id is None]
    OriginalFetch.objects.bulk_create(
        (OriginalFetch(picture=picture, priority=priority) for picture in lacking), ignore_conflicts=True
    )
    if priority < SCHEDULED:
        _hurry(OriginalFetch.objects.filter(picture__in=lacking), priority)


def try_again(fetches: OriginalFetchQuerySet, *, priority: int = SOMEBODY_WAITS) -> int:
    """Let those of ``fetches`` that have ended without an original wait once more. Returns how many.

    For a button, and for a picture that is back at Imgur.
    """
    return fetches.filter(state__in=OriginalFetch.WITHOUT_ORIGINAL).update(**_anew(priority))


def ask_for_healing(original: Original) -> int:
    """Fetch a damaged original again, for every picture that shows it and that Imgur still has. Returns how many."""
    images = list(Image.objects.at_imgur().filter(original=original))
    pictures = list(BoardPicture.objects.filter(original=original, item__gone_at=None))
    OriginalFetch.objects.bulk_create(
        [
            *(OriginalFetch(image=image, priority=HEALING) for image in images),
            *(OriginalFetch(picture=picture, priority=HEALING) for picture in pictures),
        ],
        ignore_conflicts=True,
    )
    theirs = OriginalFetch.objects.filter(Q(image__in=images) | Q(picture__in=pictures))
    theirs.exclude(state__in=OriginalFetch.OPEN_STATES).update(**_anew(HEALING))
    return len(images) + len(pictures)


def _hurry(fetches: OriginalFetchQuerySet, priority: int) -> None:
    fetches.filter(state=State.WAITING, priority__gt=priority).update(priority=priority)


def _anew(priority: int) -> dict[str, object]:
    return {
        "state": State.WAITING, "priority": priority, "attempts": 0, "not_before": None, "reason": "",
        "last_error": "", "etag": "", "received_bytes": 0, "total_bytes": None, "finished_at": None,
        "asked_at": timezone.now(),
    }  # fmt: skip
