"""What the account wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from imgur import Comment, ImgurClient
from media_sync.models import Comment as CommentRow
from media_sync.services.mirror.keeping import Kept
from media_sync.services.talk import comments
from media_sync.sync.talk.newest_first import NewestFirst
from media_sync.sync.work import Work


class CommentsStep(NewestFirst):
    name = "comments"
    title = "the account’s comments"
    what = "comments"

    def page(self, imgur: ImgurClient, number: int) -> Sequence[Comment]:
        return imgur.account.comments_page(number)

    def keep(self, work: Work, members: Sequence[Comment], now: datetime) -> tuple[Kept, int]:
        # A comment that its thread brought is no news for the mirror, but the list behind it may be.
        return comments.keep_listed(work.account, members, now)

    def known(self, work: Work) -> QuerySet[CommentRow]:
        return work.account.comments.filter(gone_at=None, listed_at__isnull=False)

    def forget(self, work: Work, unseen_since: datetime, now: datetime) -> int:
        return comments.forget_listed(work.account, unseen_since, now)
