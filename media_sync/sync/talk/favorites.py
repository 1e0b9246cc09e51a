"""What the account likes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from imgur import GalleryItem, ImgurClient
from media_sync.models import Favorite
from media_sync.services.mirror.keeping import Kept
from media_sync.services.talk import posts
from media_sync.sync.talk.newest_first import NewestFirst, begun_at
from media_sync.sync.work import Work


class FavoritesStep(NewestFirst):
    name = "favorites"
    title = "the account’s favorites"
    what = "favorites"

    def page(self, imgur: ImgurClient, number: int) -> Sequence[GalleryItem]:
        return imgur.account.favorites_page(number)

    def keep(self, work: Work, members: Sequence[GalleryItem], now: datetime) -> tuple[Kept, int]:
        first_at = begun_at(work) - timedelta(microseconds=work.cursor["members"])
        kept = posts.keep_favorites(work.account, members, now, first_at=first_at, is_walk=work.cursor["is_walk"])
        return kept, kept.added

    def known(self, work: Work) -> QuerySet[Favorite]:
        return work.account.favorites.at_imgur()

    def forget(self, work: Work, unseen_since: datetime, now: datetime) -> int:
        return posts.forget_favorites(work.account, unseen_since, now)
