"""What the account shared with the gallery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from imgur import GalleryItem, ImgurClient
from media_sync.models import Post
from media_sync.services.mirror.keeping import Kept
from media_sync.services.talk import posts
from media_sync.sync.talk.newest_first import NewestFirst
from media_sync.sync.work import Work


class PostsStep(NewestFirst):
    name = "posts"
    title = "the account’s posts"
    what = "posts"
    # 300 posts: their figures tell where somebody has written.
    short_pages = 5

    def page(self, imgur: ImgurClient, number: int) -> Sequence[GalleryItem]:
        return imgur.account.submissions_page(number)

    def keep(self, work: Work, members: Sequence[GalleryItem], now: datetime) -> tuple[Kept, int]:
        kept = posts.keep_posts(work.account, members, now)
        return kept, kept.added

    def known(self, work: Work) -> QuerySet[Post]:
        return work.account.posts.filter(gone_at=None)

    def forget(self, work: Work, unseen_since: datetime, now: datetime) -> int:
        return posts.forget_posts(work.account, unseen_since, now)
