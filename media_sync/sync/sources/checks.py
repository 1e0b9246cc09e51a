"""Asking after posts that have not been seen for long: lists move on, and say nothing of what was taken down."""

from datetime import timedelta
from typing import ClassVar

from django.utils import timezone

from media_sync.models import WatchedSource
from media_sync.sync.sources.again import look_at
from media_sync.sync.sources.prices import CHECKS_A_LOOK
from media_sync.sync.steps import Step
from media_sync.sync.work import Work

# However often the source is looked at, no post is asked after more than about once a day.
_NOT_AGAIN_WITHIN = timedelta(hours=20)


class CheckUnseen(Step):
    """A few posts each look, those unseen for longest first, so that all have their turn."""

    name: ClassVar[str] = "checks"
    title: ClassVar[str] = "checking older posts"

    def go(self, work: Work) -> bool:
        source, checked = work.source, work.cursor.get("checked", 0)
        if source.kind == WatchedSource.Kind.ALBUM or checked >= CHECKS_A_LOOK:
            return False
        unseen = source.items.filter(gone_at=None, seen_at__lt=timezone.now() - _NOT_AGAIN_WITHIN)
        item = unseen.order_by("seen_at", "pk").first()
        if item is None:
            return False
        look_at(work, work.auditing, item, counter="checked")
        return True
