"""Lists that begin with what is newest: read until nothing new comes, and now and then to their end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone

from imgur import ImgurClient, ImgurUnavailableError
from imgur.endpoints.paging import MOST_PAGES
from media_sync.services.mirror.keeping import Kept
from media_sync.services.talk import talk_marks
from media_sync.sync.talk.step import TalkStep, tally
from media_sync.sync.work import Work

# So many are gone in a day without anybody wondering.
_FEW = 20


class NewestFirst(TalkStep):
    """A step that reads one list, a page in a piece.

    Pages behind the one that brought nothing new are an audit: only a walk to the end reads them, and only it can tell
    what is gone. A page shorter than others is not the end; an empty one is, and one that repeats the one before. Where
    most of what we know is missing, the next look has to find the same before it is called gone.
    """

    # What is counted for the run.
    what: ClassVar[str]
    # A list of so many pages is walked through every day, a longer one every 14 days.
    short_pages: ClassVar[int] = 1

    def page(self, imgur: ImgurClient, number: int) -> Sequence[Any]:
        """Page ``number`` (from 0) of the list; its members have an ``id``."""
        raise NotImplementedError

    def keep(self, work: Work, members: Sequence[Any], now: datetime) -> tuple[Kept, int]:
        """Keep a page, and say how many of it the list had not shown before."""
        raise NotImplementedError

    def known(self, work: Work) -> QuerySet[Any]:
        """What the list showed, as far as it is not gone."""
        raise NotImplementedError

    def forget(self, work: Work, unseen_since: datetime, now: datetime) -> int:
        """Mark what a walk that began at ``unseen_since`` did not meet; how many."""
        raise NotImplementedError

    def piece(self, work: Work) -> bool:
        if not work.cursor:
            self._begin(work)
        cursor = work.cursor
        members = self._read(work)
        ids = [str(member.id) for member in members]
        is_end = not ids or ids == cursor["ids"]
        now = timezone.now()
        with work.keeping():
            if is_end:
                self._end(work, now)
                return False
            kept, new = self.keep(work, members, now)
            tally(work, self.what, kept)
            if not new and not cursor["is_walk"]:
                talk_marks.close(work.account, self.name)
                return False
            if cursor["page"] == 0:
                talk_marks.keep_open(work.account, self.name)
            cursor |= {
                "page": cursor["page"] + 1,
                "members": cursor["members"] + len(ids),
                "ids": ids,
                "is_audit": cursor["is_audit"] or (not new and not work.run.is_first),
            }
        return True

    def _begin(self, work: Work) -> None:
        now = timezone.now()
        mark = talk_marks.mark_of(work.account, self.name)
        work.cursor.update(
            page=0,
            members=0,
            ids=[],
            begun_at=now.isoformat(),
            is_walk=talk_marks.is_walk_due(mark, now, short_pages=self.short_pages),
            is_doubted=mark.is_doubted,
            is_audit=False,
        )

    def _read(self, work: Work) -> Sequence[Any]:
        number = work.cursor["page"]
        if number >= MOST_PAGES:
            raise ImgurUnavailableError(
                f"Imgur's list did not end after {MOST_PAGES} pages, so it cannot be right.", reason="garbled"
            )
        if work.cursor["is_audit"]:
            return self.page(work.auditing, number)
        return self.page(work.imgur, number)

    def _end(self, work: Work, now: datetime) -> None:
        """Every page was read."""
        met = work.cursor["members"]
        if not work.cursor["is_doubted"] and self.known(work).count() > max(2 * met, met + _FEW):
            talk_marks.doubt(work.account, self.name)
            return
        gone = self.forget(work, begun_at(work), now)
        tally(work, self.what, Kept(gone=gone))
        talk_marks.was_walked(work.account, self.name, now, page_count=work.cursor["page"])


def begun_at(work: Work) -> datetime:
    """When the step began, across whatever interrupted it."""
    return datetime.fromisoformat(work.cursor["begun_at"])
