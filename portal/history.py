"""Changes as people read them: what it was, what it is, which pictures, and whether it can be undone."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from accounts.models import LinkedAccount, User
from media_sync.models import Album, Change, Image, Operation
from media_sync.services.gone import link_moves
from media_sync.services.sending.undo import UNDOABLE
from portal.orders import Entry, moved

Kind = Change.Kind
# Pictures that one change shows; the rest is a number.
_PICTURES = 8
_LATEST = 5
_WORDS = {
    Kind.ADDED: "is new at Imgur",
    Kind.TITLE: "has another title",
    Kind.DESCRIPTION: "has another description",
    Kind.PRIVACY: "is shown to others in another way",
    Kind.LAYOUT: "has another layout",
    Kind.COVER: "has another cover",
    Kind.GONE: "is gone from Imgur and kept here",
    Kind.BACK: "is back at Imgur",
}


@dataclass(frozen=True)
class Picture:
    """A picture that a change is about. ``image`` is None where it is not known here; ``places`` as people count."""

    imgur_id: str
    image: Image | None
    places: tuple[int, int] | None = None


@dataclass(frozen=True)
class Line:
    change: Change
    sentence: str
    before: str | None
    after: str | None
    pictures: list[Picture]
    more: int
    # Whether pictures that went out of an album are not at Imgur any more: they cannot be put back, but restored.
    has_lost: bool = False
    # Whether all that is gone by it has been brought back since.
    is_restored: bool = False
    # Whether it stands on the page of its own album or image, where no more has to be said of that.
    is_at_home: bool = False

    @property
    def subject(self) -> Album | Image:
        subject = self.change.album or self.change.image
        assert subject
        return subject

    @property
    def can_undo(self) -> bool:
        undo = self.change.undo
        is_open = undo is None or undo.state in (Operation.State.FAILED, Operation.State.CANCELLED)
        return self.change.kind in UNDOABLE and is_open and self.subject.gone_at is None and not self.has_lost

    @property
    def is_being_undone(self) -> bool:
        return self.change.undo is not None and not self.change.undo.is_final

    @property
    def restores(self) -> str:
        """What to ask the price of bringing it back for, as a query; "" where nothing is lost."""
        if self.is_restored or (self.is_at_home and not self.has_lost):
            return ""
        if self.has_lost:
            return f"album={self.change.album_id}"
        if self.change.kind != Kind.GONE or self.subject.gone_at is None:
            return ""
        return f"album={self.change.album_id}" if self.change.album_id else f"image={self.change.image_id}"

    @property
    def restoring_is_for_editors(self) -> bool:
        """What an album that lives has lost is put back by editors; what is gone itself by contributors, too."""
        return self.has_lost

    @property
    def undo_says(self) -> str:
        undo = self.change.undo
        if undo is None:
            return "Restored since." if self.is_restored else ""
        match undo.state:
            case Operation.State.DONE:
                return "Undone."
            case Operation.State.FAILED:
                return f"It could not be undone: {undo.last_error}"
            case Operation.State.CANCELLED:
                return ""
        return undo.reason or "It is being undone."


def newest(
    accounts: Iterable[LinkedAccount], person: User, *, before: int | None, size: int
) -> tuple[list[Change], int | None]:
    """The ``size`` newest changes of all ``accounts``, and what to ask for the next ones by."""
    streams = []
    for account in accounts:
        changes = Change.objects.visible_to(person).filter(account=account).newest()
        streams.append((changes.filter(pk__lt=before) if before else changes)[: size + 1])
    found = list(islice(heapq.merge(*streams, key=lambda change: -change.pk), size + 1))
    return found[:size], found[size - 1].pk if len(found) > size else None


def latest_of(thing: Album | Image) -> list[Line]:
    """The last few changes of an album or image."""
    return lines_of(list(thing.changes.newest()[:_LATEST]), is_at_home=True)


def lines_of(changes: Sequence[Change], *, is_at_home: bool = False) -> list[Line]:
    """One query for all pictures."""
    shown = {change.pk: _shown(change, is_at_home) for change in changes}
    wanted = {entry[0] for entries in shown.values() for entry in entries[:_PICTURES]}
    known: dict[tuple[int, str], Image] = {}
    if wanted:
        accounts = {change.account_id for change in changes}
        for image in Image.objects.filter(account__in=accounts, imgur_id__in=wanted).select_related("original"):
            known[image.account_id, image.imgur_id] = image
    lines = [_line(change, shown[change.pk], known, is_at_home) for change in changes]
    return _with_restored(lines)


def _with_restored(lines: list[Line]) -> list[Line]:
    """Those whose losses are at Imgur again are marked; asks nothing where nothing is lost."""
    lost = {line.change.pk: _lost(line) for line in lines}
    images = {one.pk: one for things in lost.values() for one in things if isinstance(one, Image)}
    albums = {one.pk: one for things in lost.values() for one in things if isinstance(one, Album)}
    living_images, living_albums = link_moves.living_images(images.values()), link_moves.living_albums(albums.values())

    def is_back(thing: Album | Image) -> bool:
        return thing.pk in (living_albums if isinstance(thing, Album) else living_images)

    return [
        replace(line, is_restored=True) if lost[line.change.pk] and all(map(is_back, lost[line.change.pk])) else line
        for line in lines
    ]


def _lost(line: Line) -> list[Album | Image]:
    """What is gone by the change, as far as it is known here."""
    if line.change.kind == Kind.GONE and line.subject.gone_at:
        return [line.subject]
    if not line.has_lost:
        return []
    return [picture.image for picture in line.pictures if picture.image and picture.image.gone_at]


def _shown(change: Change, is_at_home: bool) -> list[Entry]:
    before, after = change.before or (), change.after or ()
    if change.image and not is_at_home:
        return [(change.image.imgur_id, None)]
    match change.kind:
        case Kind.IMAGES_IN:
            return [(imgur_id, None) for imgur_id in after]
        case Kind.IMAGES_OUT:
            return [(imgur_id, None) for imgur_id in before]
        case Kind.ORDER:
            return moved(before, after)
        case Kind.COVER:
            return [(change.after, None)] if change.after else []
    return []


def _line(change: Change, entries: Sequence[Entry], known: dict[tuple[int, str], Image], is_at_home: bool) -> Line:
    pictures = [Picture(imgur_id, known.get((change.account_id, imgur_id)), places) for imgur_id, places in entries]
    before, after = _texts(change)
    return Line(
        change=change,
        sentence=_sentence(change, len(entries)),
        before=before,
        after=after,
        pictures=pictures[:_PICTURES],
        more=max(0, len(pictures) - _PICTURES),
        has_lost=change.kind == Kind.IMAGES_OUT and any(one.image and one.image.gone_at for one in pictures),
        is_at_home=is_at_home,
    )


def _sentence(change: Change, number: int) -> str:
    pictures = f"{number:,} picture{'' if number == 1 else 's'}"
    match change.kind:
        case Kind.IMAGES_IN:
            return f"got {pictures}"
        case Kind.IMAGES_OUT:
            return f"lost {pictures}"
        case Kind.ORDER:
            return f"is in another order: {pictures} moved"
        case Kind.IN_GALLERY:
            return "is shown in the gallery" if change.after else "is no longer shown in the gallery"
        case Kind.FAVORITE:
            return "is a favorite" if change.after else "is no longer a favorite"
    return _WORDS[Kind(change.kind)]


def _texts(change: Change) -> tuple[str | None, str | None]:
    if change.kind not in (Kind.TITLE, Kind.DESCRIPTION, Kind.PRIVACY, Kind.LAYOUT):
        return None, None
    labels: dict[Any, str] = dict(Album.Privacy.choices) if change.kind == Kind.PRIVACY else {}
    before, after = (labels.get(value, value) or "" for value in (change.before, change.after))
    return before, after
