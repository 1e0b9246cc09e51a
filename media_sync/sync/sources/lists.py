"""Reading a source's list, newest first."""

from typing import ClassVar

from django.utils import timezone

from imgur import ImgurRefusedError, ImgurUnavailableError
from media_sync.models import WatchedSource
from media_sync.services.mirror.details import brief, readable
from media_sync.sync.sources import fitting
from media_sync.sync.sources.posts import keep_posts
from media_sync.sync.sources.reading import read_page, why_absent
from media_sync.sync.steps import Step
from media_sync.sync.work import Work

# Places in a list that a page takes up at most; Imgur shows 60.
_PLACES_A_PAGE = 1000
# What is new may stand anywhere in these.
_BY_MERIT = {"top", "best"}


class ReadList(Step):
    """Page by page, down to the source's depth, or to the first page without anything new."""

    name: ClassVar[str] = "list"
    title: ClassVar[str] = "reading the list"

    def go(self, work: Work) -> bool:
        source, cursor = work.source, work.cursor
        if source.kind == WatchedSource.Kind.ALBUM or cursor.get("is_read"):
            return False
        page = cursor.get("page", 0)
        reads_all = cursor.get("reads_all", source.wants_all_pages or source.sort in _BY_MERIT)
        try:
            posts = read_page(work.imgur, source, page)
        except ImgurRefusedError as refusal:
            reason = why_absent(refusal)
            with work.keeping():
                note_missing(source, reason)
                cursor["is_read"] = True
            return False
        ids = [post.id for post in posts if fitting.is_id(post.id)]
        if posts and not ids:
            raise ImgurUnavailableError("Imgur’s list holds nothing that has an id.", reason="garbled")
        with work.keeping():
            note_found(source)
            news = keep_posts(work, posts, first_rank=page * _PLACES_A_PAGE)
            # An empty page is the end; a page that repeats the one before too: its number was ignored.
            has_ended = not ids or ids == cursor.get("ids") or page + 1 >= source.depth_pages
            is_read = has_ended or not (news or reads_all)
            # Unless a person has changed meanwhile what is to be read.
            as_read = WatchedSource.objects.filter(pk=source.pk, depth_pages=source.depth_pages, options=source.options)
            as_read.update(wants_all_pages=not is_read)
            cursor |= {"page": page + 1, "ids": ids, "reads_all": reads_all, "is_read": is_read}
        return not is_read


def note_missing(source: WatchedSource, reason: str) -> None:
    """Write down that Imgur does not show it. Call it while keeping."""
    source.missing_since = source.missing_since or timezone.now()
    source.missing_reason = reason
    source.save(update_fields=["missing_since", "missing_reason"])


def note_title(source: WatchedSource, told: str | None) -> None:
    """Write down what Imgur calls it. Call it while keeping."""
    title = brief((readable(told) or "").strip(), WatchedSource._meta.get_field("title").max_length or 0)
    if title != source.title:
        source.title = title
        source.save(update_fields=["title"])


def note_found(source: WatchedSource) -> None:
    """Write down that Imgur shows it. Call it while keeping."""
    if source.missing_since:
        source.missing_since, source.missing_reason = None, ""
        source.save(update_fields=["missing_since", "missing_reason"])
