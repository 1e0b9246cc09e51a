"""Images that Imgur should have shown and did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from imgur import Image as ImgurImage
from media_sync.models import AlbumImage, Image
from media_sync.sync.pictures.news import Kind, News
from media_sync.sync.work import Work

_GONE = "It is no longer among the account’s images at Imgur."


@dataclass(frozen=True, slots=True)
class Span:
    """The upload times that a page of the list covers."""

    newest: datetime
    oldest: datetime

    @classmethod
    def of(cls, images: Sequence[ImgurImage], *, newer_than: str | None) -> Span | None:
        """None unless the page is sorted, newest first, and follows ``newer_than``, the end of the page before."""
        moments = [image.uploaded_at for image in images if image.uploaded_at is not None]
        if not moments or len(moments) < len(images) or any(first < second for first, second in pairwise(moments)):
            return None
        if newer_than is not None and moments[0] > datetime.fromisoformat(newer_than):
            return None
        return cls(moments[0], moments[-1])


def not_seen(work: Work) -> QuerySet[Image]:
    """Own images that this run has not met anywhere, those first that none has met for longest."""
    started_at = work.run.started_at
    assert started_at
    images = Image.objects.at_imgur().filter(account=work.account, is_own=True, seen_at__lt=started_at)
    return images.order_by("seen_at", "pk")


def not_seen_loose(work: Work) -> QuerySet[Image]:
    """Those that stand in no album. What does may be somebody else's: Imgur does not always say so, and never lists it
    among the account's.
    """
    in_album = AlbumImage.objects.filter(image=OuterRef("pk"), album__gone_at=None)
    return not_seen(work).filter(~Exists(in_album))


def not_seen_within(work: Work, span: Span, shown: Sequence[str]) -> list[Image]:
    """Those whose upload time lies inside ``span``, and that are not among ``shown``: with newest first they would have
    stood on that page. At its edges they may have slipped to the next.
    """
    inside = not_seen_loose(work).filter(uploaded_at__lt=span.newest, uploaded_at__gt=span.oldest)
    return list(inside.exclude(imgur_id__in=shown))


def mark_gone(work: Work, images: Sequence[Image], news: News) -> None:
    """They stay here with their originals, and with when they were first missed. Call it while keeping."""
    if not images:
        return
    Image.objects.filter(pk__in=[image.pk for image in images]).update(gone_at=timezone.now(), gone_reason=_GONE)
    for image in images:
        news.image(image, Kind.GONE)
    work.tally("images", gone=len(images))
