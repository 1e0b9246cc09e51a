"""Writing many images at once: a few queries a hundred, whatever is new or different among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from imgur import Image as ImgurImage
from media_sync.models import Image, OriginalFetch
from media_sync.services.archive import fetches
from media_sync.services.mirror import columns
from media_sync.services.sending import on_the_way
from media_sync.sync.pictures.news import Kind, News, note_texts
from media_sync.sync.work import Work

_AT_ONCE = 200
# Not told is not gone: what is empty in an answer stays as it was.
_KEPT_WHEN_EMPTY = ("deletehash", "content_type", "width", "height", "size_bytes", "uploaded_at")
_WRITTEN = [
    "deletehash", "title", "description", "name", "content_type", "is_animated", "width", "height", "size_bytes",
    "views", "link", "is_own", "details", "uploaded_at", "seen_at", "gone_at", "gone_reason",
]  # fmt: skip


@dataclass(slots=True)
class Kept:
    """What was written: all ``rows`` by Imgur's id, ``fresh`` ones among them, and how many more count now as images
    that the account has at Imgur. ``left`` to the operations that have sent them: new images.
    """

    rows: dict[str, Image] = field(default_factory=dict)
    fresh: list[Image] = field(default_factory=list)
    more: int = 0
    left: int = 0


def keep_images(
    work: Work, images: Sequence[ImgurImage], news: News, *, owner_id: int | None = None, are_own: bool = False
) -> Kept:
    """Write ``images`` down, ask for their originals, and note what is different. Call it while keeping.

    ``are_own``: they stand in the account's own list. Else ``owner_id`` is the account's number at Imgur: what is told
    to be another's is not our own. What own operations are changing at this moment, or have changed since Imgur
    answered, is left as it is.
    """
    unique = {image.id: image for image in images if columns.is_kept(image.id)}
    kept = Kept()
    for chunk in _chunks(list(unique.values())):
        _keep_chunk(work, chunk, news, kept, owner_id=owner_id, are_own=are_own)
    work.tally("images", added=len(kept.fresh))
    return kept


def _chunks(images: list[ImgurImage]) -> Iterator[list[ImgurImage]]:
    for start in range(0, len(images), _AT_ONCE):
        yield images[start : start + _AT_ONCE]


def _keep_chunk(
    work: Work, images: list[ImgurImage], news: News, kept: Kept, *, owner_id: int | None, are_own: bool
) -> None:
    now = timezone.now()
    own = on_the_way.of_account(work.account)
    ids = [image.id for image in images]
    rows = Image.objects.select_for_update(no_key=True).filter(account=work.account, imgur_id__in=ids)
    known = {row.imgur_id: row for row in rows}
    counted = sum(_counts(row) for row in known.values())
    were_gone = {row.pk for row in known.values() if row.gone_at is not None}
    new, different, same = [], [], []
    for image in images:
        is_own = are_own or not owner_id or image.account_id in (None, owner_id)
        row = known.get(image.id)
        if row is None and own.may_be_upload(image.name, image.uploaded_at):
            kept.left += 1
        elif row is None:
            new.append(_new_row(work, image, is_own=is_own, now=now))
        elif row.pk in own.images or work.is_older_than(row):
            same.append(row.pk)
        elif _take_over(row, image, news, is_own=is_own if are_own or image.account_id is not None else row.is_own):
            row.seen_at = now
            different.append(row)
        else:
            same.append(row.pk)
    # The upload of a person may keep the same image at this moment: it is taken as it is, and its number is learned.
    Image.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["account", "imgur_id"], update_fields=["seen_at"]
    )
    Image.objects.bulk_create(different, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN)
    if same:
        Image.objects.filter(pk__in=same).update(seen_at=now)
    fetches.ask_for_images([*new, *(row for row in different if row.original_id is None)])
    _fetch_again([row for row in different if row.pk in were_gone and row.original_id is None])
    kept.fresh += new
    kept.rows |= known | {row.imgur_id: row for row in new}
    kept.more += sum(_counts(row) for row in [*known.values(), *new]) - counted


def _fetch_again(back: list[Image]) -> None:
    """What was not to be had while they were gone may be there with them."""
    if back:
        fetches.try_again(OriginalFetch.objects.filter(image__in=back))


def _counts(row: Image) -> bool:
    return row.is_own and row.gone_at is None


def _new_row(work: Work, image: ImgurImage, *, is_own: bool, now: datetime) -> Image:
    told = columns.image_columns(image)
    told["uploaded_at"] = told["uploaded_at"] or now
    return Image(account=work.account, details=columns.image_details(image), is_own=is_own, seen_at=now, **told)


def _take_over(row: Image, image: ImgurImage, news: News, *, is_own: bool) -> bool:
    """Let ``row`` say what ``image`` says. True if that is anything new."""
    told = columns.image_columns(image)
    for name in _KEPT_WHEN_EMPTY:
        told[name] = told[name] or getattr(row, name)
    # Our own name of a file is better than the one that it was sent under.
    told["name"] = row.name or told["name"]
    if row.gone_at is not None:
        news.image(row, Kind.BACK)
    else:
        note_texts(news, row, told)
    told |= {"details": columns.image_details(image, row.details), "is_own": is_own, "gone_at": None, "gone_reason": ""}
    return _write_over(row, told)


def _write_over(row: Image, told: dict[str, Any]) -> bool:
    is_new = False
    for name, value in told.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            is_new = True
    return is_new
