"""The list of albums: which there are, what is said of each, and which are gone."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from imgur import Album as ImgurAlbum
from imgur import ImgurError, NotFoundError
from media_sync.models import Album
from media_sync.sync.faults import leave_out, require_lasting, was_shown
from media_sync.sync.pictures.close import missing_albums
from media_sync.sync.pictures.keep_albums import keep_albums
from media_sync.sync.pictures.news import Kind, News
from media_sync.sync.steps import Step
from media_sync.sync.work import Work

# So many that the list has not shown are asked for one by one: lists move while they are read, and an album that has
# slipped through between two pages is not gone.
MOST_ASKED = 20
# More than that are taken to be gone when the count agrees with the list, and so many of them are asked for first: an
# Imgur that has a bad day answers with empty lists and counts of nothing.
SAMPLE = 3
_AT_ONCE = 100
_GONE = "It is no longer among the account’s albums at Imgur."
# A new album may not be readable for a second or two.
_FRESH = timedelta(minutes=1)


class AlbumsStep(Step):
    """Cursor: ``page`` to read next, ``seen`` albums so far, ``last`` page's mark; ``is_read`` when the list has ended,
    ``is_complete`` if with an empty page; then how many of those not seen were ``asked`` for and ``found``;
    ``are_gone`` if there are too many for that; ``left``, those that Imgur could not show.
    """

    name = "albums"
    title = "Reading the list of albums"

    def go(self, work: Work) -> bool:
        if not work.cursor.get("is_read"):
            self._read_page(work)
            return True
        return self._look_for_missing(work)

    def _read_page(self, work: Work) -> None:
        page = work.cursor.get("page", 0)
        albums = work.imgur.account.albums_page(page)
        mark = mark_of([album.id for album in albums])
        # A page that says what the one before said: Imgur does not heed the number.
        is_repeated = bool(albums) and mark == work.cursor.get("last")
        with work.keeping():
            seen = work.cursor.get("seen", 0) + (0 if is_repeated else keep_albums(work, albums))
            # By the count it ends earlier, unless so many are missing that the count may be wrong.
            is_all = seen >= work.run.counted["albums"] and not _are_many(_missing(work))
            is_read = not albums or is_all or is_repeated
            work.cursor.update(page=page + 1, seen=seen, last=mark, is_read=is_read, is_complete=not albums)

    def _look_for_missing(self, work: Work) -> bool:
        missing = _missing(work)
        if work.cursor.get("are_gone") or self._are_gone(work, missing):
            albums = list(missing[:_AT_ONCE])
            with work.keeping():
                work.cursor["are_gone"] = True
                mark_gone(work, albums)
            return bool(albums)
        asked, left = work.cursor.get("asked", 0), work.cursor.get("left", [])
        album = missing.exclude(pk__in=left).first()
        if album is None or asked >= MOST_ASKED:
            return False
        try:
            found = _ask(work, album.imgur_id)
        except ImgurError as failure:
            require_lasting(work, failure)
            with work.keeping():
                work.cursor["left"] = [*left, album.pk]
                leave_out(work)
            return True
        with work.keeping():
            was_shown(work)
            work.cursor["asked"] = asked + 1
            if found is None:
                mark_gone(work, [album])
            else:
                work.cursor["found"] = work.cursor.get("found", 0) + 1
                keep_albums(work, [found])
        return True

    def _are_gone(self, work: Work, missing: QuerySet[Album]) -> bool:
        """Whether list, count and a sample agree that all of ``missing`` are gone, which are too many to ask for."""
        cursor = work.cursor
        is_sampled = cursor.get("asked", 0) >= SAMPLE and not cursor.get("found")
        if not (is_sampled and cursor["is_complete"] and _are_many(missing)):
            return False
        return missing.count() <= -missing_albums(work)


def _are_many(missing: QuerySet[Album]) -> bool:
    return missing[MOST_ASKED - SAMPLE : MOST_ASKED - SAMPLE + 1].exists()


def _missing(work: Work) -> QuerySet[Album]:
    started_at = work.run.started_at
    assert started_at
    albums = Album.objects.at_imgur().filter(account=work.account, seen_at__lt=started_at)
    return albums.filter(created_at__lt=started_at - _FRESH).order_by("seen_at", "pk")


def _ask(work: Work, imgur_id: str) -> ImgurAlbum | None:
    try:
        return work.imgur.albums.get(imgur_id)
    except NotFoundError:
        return None


def mark_gone(work: Work, albums: Sequence[Album]) -> None:
    """They stay here, with when they were first missed. Call it while keeping."""
    news = News(work)
    Album.objects.filter(pk__in=[album.pk for album in albums]).update(
        gone_at=timezone.now(), gone_reason=_GONE, is_stale=False
    )
    for album in albums:
        news.album(album, Kind.GONE)
    work.tally("albums", gone=len(albums))
    news.write()


def mark_of(ids: Sequence[str]) -> str:
    """A short name for exactly this page."""
    return hashlib.sha256(" ".join(ids).encode()).hexdigest()[:16]
