"""Writing a page of the list of albums: what is new, what is different, which albums have to be read again."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from imgur import Album as ImgurAlbum
from media_sync.models import Album
from media_sync.services.mirror import columns
from media_sync.services.mirror.details import readable
from media_sync.services.sending import on_the_way
from media_sync.sync.pictures.news import Kind, News, note_texts
from media_sync.sync.work import Work

_WRITTEN = [
    "deletehash", "title", "description", "privacy", "layout", "views", "link", "image_count", "cover_imgur_id",
    "details", "fingerprint", "is_stale", "read_at", "seen_at", "gone_at", "gone_reason",
]  # fmt: skip
# Facts of the list that are columns, and those that are details.
_FACTS = {Kind.PRIVACY: "privacy", Kind.LAYOUT: "layout", Kind.COVER: "cover_imgur_id"}
_FLAGS = (Kind.IN_GALLERY, Kind.FAVORITE)


def fingerprint(album: ImgurAlbum) -> str:
    """Of what the list tells of an album. Views go up all the time, and say nothing of its contents."""
    facts = [
        album.id, readable(album.title) or "", readable(album.description) or "",
        album.created_at.isoformat() if album.created_at else None, album.cover, album.cover_width, album.cover_height,
        album.privacy, album.layout, album.favorite, album.nsfw, album.section, album.images_count, album.in_gallery,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def keep_albums(work: Work, albums: Sequence[ImgurAlbum]) -> int:
    """Write the albums of a page down. Returns how many of them this run had not seen yet. Call it while keeping.

    What own operations are changing at this moment, or have changed since Imgur answered, is left as it is.
    """
    now, started_at = timezone.now(), work.run.started_at
    assert started_at
    unique = {album.id: album for album in albums if columns.is_kept(album.id)}
    own = on_the_way.of_account(work.account)
    rows = Album.objects.select_for_update(no_key=True).filter(account=work.account, imgur_id__in=unique)
    known = {row.imgur_id: row for row in rows}
    seen = sum(row.seen_at >= started_at for row in known.values())
    news = News(work)
    new = [
        _new_row(work, album, now)
        for album in unique.values()
        if album.id not in known and not own.may_be_new_album(album.title, album.created_at)
    ]
    ours = _places_of([row for row in known.values() if not row.fingerprint])
    different, same = [], []
    for row in known.values():
        is_ours_now = row.pk in own.albums or work.is_older_than(row)
        if not is_ours_now and _take_over(row, unique[row.imgur_id], news, ours=ours, now=now):
            row.seen_at = now
            different.append(row)
        else:
            same.append(row.pk)
    # A batch may make the same album at this moment.
    Album.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["account", "imgur_id"], update_fields=["seen_at"]
    )
    Album.objects.bulk_create(different, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN)
    if same:
        Album.objects.filter(pk__in=same).update(seen_at=now)
    for row in new:
        news.album(row, Kind.ADDED)
    work.tally("albums", added=len(new))
    news.write()
    return len(unique) - seen


def _new_row(work: Work, album: ImgurAlbum, now: datetime) -> Album:
    told = columns.album_columns(album)
    told["created_at"] = told["created_at"] or now
    return Album(
        account=work.account, image_count=max(album.images_count or 0, 0), details=columns.album_details(album),
        fingerprint=fingerprint(album), is_stale=True, seen_at=now, **told,
    )  # fmt: skip


def _places_of(rows: Sequence[Album]) -> dict[int, int]:
    """How many images we have put into each of ``rows``, which are albums that we have made or arranged."""
    if not rows:
        return {}
    there = Count("places", filter=Q(places__image__gone_at=None))
    counted = Album.objects.filter(pk__in=[row.pk for row in rows]).order_by().annotate(known=there)
    return dict(counted.values_list("pk", "known"))


def _take_over(row: Album, album: ImgurAlbum, news: News, *, ours: dict[int, int], now: datetime) -> bool:
    """Let ``row`` say what the list says of it. True if that is anything new."""
    told = columns.album_columns(album)
    told["deletehash"] = told["deletehash"] or row.deletehash
    told["created_at"] = row.created_at
    told |= {"details": columns.album_details(album, row.details), "gone_at": None, "gone_reason": ""}
    if album.images_count is not None:
        told["image_count"] = max(album.images_count, 0)
    mark = fingerprint(album)
    if row.gone_at is not None:
        news.album(row, Kind.BACK)
        told |= {"fingerprint": mark, "is_stale": True}
    elif row.pk in ours:
        # Made or arranged by us, and listed for the first time since: we know its contents where the numbers agree.
        if row.read_at is not None:
            _note_facts(row, told, news, but=Kind.COVER)
        is_known = ours[row.pk] == album.images_count
        told |= {"fingerprint": mark, "is_stale": not is_known, "read_at": now if is_known else row.read_at}
    elif mark != row.fingerprint:
        _note_facts(row, told, news)
        told |= {"fingerprint": mark, "is_stale": True}
    is_new = any(getattr(row, name) != value for name, value in told.items())
    for name, value in told.items():
        setattr(row, name, value)
    return is_new


def _note_facts(row: Album, told: dict[str, Any], news: News, *, but: Kind | None = None) -> None:
    note_texts(news, row, told)
    for kind, column in _FACTS.items():
        before, after = getattr(row, column), told.get(column, getattr(row, column))
        if before != after and kind != but:
            news.album(row, kind, before, after)
    for kind in _FLAGS:
        before, after = row.details.get(kind.value), told["details"].get(kind.value)
        if before is not None and after is not None and before != after:
            news.album(row, kind, before, after)
