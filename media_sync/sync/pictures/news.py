"""What a piece of a run has found different: changes for the history, and the run's figures."""

from collections.abc import Iterable
from typing import Any

from media_sync.models import Album, Change, Image
from media_sync.sync.work import Work

Kind = Change.Kind


class News:
    """Collects while a piece is being kept; ``write`` it in the same transaction. In a first run all is new, and
    nothing of it is a change.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._changes: list[Change] = []

    def album(self, album: Album, kind: Kind, before: Any = None, after: Any = None) -> None:
        self._note(Change(album=album, kind=kind, before=before, after=after))

    def image(self, image: Image, kind: Kind, before: Any = None, after: Any = None) -> None:
        self._note(Change(image=image, kind=kind, before=before, after=after))

    def write(self) -> None:
        for what, owner in (("albums", "album"), ("images", "image")):
            touched = {getattr(change, f"{owner}_id"): change for change in self._changes if _is_change(change, owner)}
            known = self._noted_before(owner, touched) if touched else set()
            self._work.tally(what, changed=len(touched.keys() - known))
        Change.objects.bulk_create(self._changes)

    def _note(self, change: Change) -> None:
        if self._work.run.is_first:
            return
        change.account, change.run = self._work.account, self._work.run
        self._changes.append(change)

    def _noted_before(self, owner: str, pks: Iterable[int]) -> set[int]:
        """Those that this run has counted as changed already."""
        of_run = self._work.run.changes.filter(**{f"{owner}__in": list(pks)}).exclude(kind__in=[Kind.ADDED, Kind.GONE])
        return set(of_run.values_list(f"{owner}_id", flat=True))


def _is_change(change: Change, owner: str) -> bool:
    return getattr(change, f"{owner}_id") is not None and change.kind not in (Kind.ADDED, Kind.GONE)


def note_texts(news: News, row: Album | Image, told: dict[str, Any]) -> None:
    """Title and description, where they differ. An empty text and none are the same to people."""
    note = news.album if isinstance(row, Album) else news.image
    for kind in (Kind.TITLE, Kind.DESCRIPTION):
        before, after = getattr(row, kind.value), told[kind.value]
        if (before or "") != (after or ""):
            note(row, kind, before, after)  # type: ignore[arg-type]
