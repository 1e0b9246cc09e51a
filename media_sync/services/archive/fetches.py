"""Originals that are to be fetched from Imgur: asking for them, once more, and for a damaged one."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import LinkedAccount
from media_sync.models import BoardItem, BoardPicture, Image, Original, OriginalFetch
from media_sync.models.fetches import OriginalFetchQuerySet

SOMEBODY_WAITS, SCHEDULED, HEALING = 10, 20, 30

State = OriginalFetch.State
_LOOKED_FOR_AGAIN = timedelta(days=7)
_MANY = 2000


def ask_for_images(images: Iterable[Image], *, priority: int = SCHEDULED) -> None:
    """Fetch the originals of ``images`` that we do not have. Asking twice is as asking once, the more urgent time."""
    lacking = [image for image in images if image.original_id is None]
    OriginalFetch.objects.bulk_create(_of_images(lacking, priority), ignore_conflicts=True)
    if priority < SCHEDULED:
        _hurry(OriginalFetch.objects.filter(image__in=lacking), priority)


def ask_for_pictures(pictures: Iterable[BoardPicture], *, priority: int = SCHEDULED) -> None:
    """The same for pictures of boards."""
    lacking = [picture for picture in pictures if picture.original_id is None]
    OriginalFetch.objects.bulk_create(_of_pictures(lacking, priority), ignore_conflicts=True)
    if priority < SCHEDULED:
        _hurry(OriginalFetch.objects.filter(picture__in=lacking), priority)


def try_again(fetches: OriginalFetchQuerySet, *, priority: int = SCHEDULED) -> int:
    """Let those of ``fetches`` that have ended without an original wait once more. Returns how many.

    For buttons, and for a picture that is back at Imgur.
    """
    return fetches.without_original().update(**_anew(priority), last_error="")


def look_again() -> int:
    """Let those wait once more that ended without an original a week ago and whose picture Imgur still shows: its file
    host may have been in trouble for long, or the file be back. Returns how many.
    """
    ended = OriginalFetch.objects.without_original().exclude(state=State.REFUSED)
    ended = ended.filter(finished_at__lt=timezone.now() - _LOOKED_FOR_AGAIN)
    is_image_there = Q(image__isnull=False, image__gone_at=None)
    is_picture_there = Q(picture__isnull=False, picture__gone_at=None, picture__item__gone_at=None)
    pks = list(ended.filter(is_image_there | is_picture_there).values_list("pk", flat=True)[:_MANY])
    # What went wrong stays known: that it is removed is no news a second time.
    return OriginalFetch.objects.without_original().filter(pk__in=pks).update(**_anew(HEALING))


def ask_for_healing(original: Original) -> int:
    """Fetch a damaged original again, for every picture that shows it and that Imgur still has. Returns how many."""
    images = list(Image.objects.at_imgur().filter(original=original))
    pictures = list(BoardPicture.objects.filter(original=original, item__gone_at=None))
    OriginalFetch.objects.bulk_create(
        [*_of_images(images, HEALING), *_of_pictures(pictures, HEALING)], ignore_conflicts=True
    )
    theirs = OriginalFetch.objects.filter(Q(image__in=images) | Q(picture__in=pictures))
    theirs.exclude(state__in=OriginalFetch.OPEN_STATES).update(**_anew(HEALING), last_error="")
    return len(images) + len(pictures)


def _of_images(images: Sequence[Image], priority: int) -> list[OriginalFetch]:
    accounts = {image.account_id for image in images}
    teams = dict(LinkedAccount.objects.filter(pk__in=accounts).values_list("pk", "team"))
    return [OriginalFetch(image=image, team_id=teams[image.account_id], priority=priority) for image in images]


def _of_pictures(pictures: Sequence[BoardPicture], priority: int) -> list[OriginalFetch]:
    items = {picture.item_id for picture in pictures}
    teams = dict(BoardItem.objects.filter(pk__in=items).values_list("pk", "board__team"))
    return [OriginalFetch(picture=picture, team_id=teams[picture.item_id], priority=priority) for picture in pictures]


def _hurry(fetches: OriginalFetchQuerySet, priority: int) -> None:
    fetches.filter(state=State.WAITING, priority__gt=priority).update(priority=priority)


def _anew(priority: int) -> dict[str, object]:
    return {
        "state": State.WAITING, "priority": priority, "attempts": 0, "not_before": None, "reason": "", "etag": "",
        "received_bytes": 0, "total_bytes": None, "finished_at": None, "asked_at": timezone.now(),
    }  # fmt: skip
