"""Undoing what somebody has changed at Imgur: the change is looked at, and its opposite is queued."""

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction

from accounts.models import User
from media_sync.models import Album, Change, Image, Operation
from media_sync.services.sending import edits

Kind = Change.Kind
# By the names of Imgur's parameters.
_FACTS = {
    Kind.TITLE: "title", Kind.DESCRIPTION: "description", Kind.PRIVACY: "privacy", Kind.LAYOUT: "layout",
    Kind.COVER: "cover",
}  # fmt: skip
_IMAGES = (Kind.ORDER, Kind.IMAGES_IN, Kind.IMAGES_OUT)
UNDOABLE = (*_FACTS, *_IMAGES)


class CannotUndoError(Exception):
    """The change cannot be undone; the message says why."""


@transaction.atomic
def undo(change: Change, *, by: User) -> Operation:
    """Queue what puts it back as it was; 1 credit. Raises CannotUndoError. Asking twice queues once."""
    change = Change.objects.select_for_update(of=("self",)).select_related("account", "album", "image", "undo").get(
        pk=change.pk
    )  # fmt: skip
    _check(change)
    key = f"undo:{change.pk}"
    if change.kind in _IMAGES:
        assert change.album
        operation = edits.set_images(change.album, _images_before(change), by=by, dedup_key=key)
    elif change.album:
        operation = edits.edit_album(change.album, _fact_before(change), by=by, dedup_key=key)
    else:
        assert change.image
        operation = edits.edit_image(change.image, _fact_before(change), by=by, dedup_key=key)
    change.undo = operation
    change.save(update_fields=["undo"])
    return operation


def _check(change: Change) -> None:
    subject = change.album or change.image
    assert subject
    if change.kind not in UNDOABLE:
        raise CannotUndoError("This cannot be undone from here.")
    if change.undo and change.undo.state not in (Operation.State.FAILED, Operation.State.CANCELLED):
        raise CannotUndoError("This is undone already." if change.undo.is_final else "This is being undone already.")
    if subject.gone_at is not None:
        raise CannotUndoError(f"“{subject}” is gone from Imgur. What is kept of it can be restored, not changed.")
    if not change.account.works:
        raise CannotUndoError(f"{change.account} is not linked at the moment. An owner of the team links it again.")
    newer = Change.objects.filter(
        account=change.account_id, album=change.album_id, image=change.image_id, kind=change.kind, pk__gt=change.pk
    )
    if newer.exists():
        raise CannotUndoError(f"The {change.get_kind_display()} has changed again since. Undo the newest change first.")
    if change.kind in _FACTS and _now(change) != (change.after or ""):
        raise CannotUndoError(f"The {change.get_kind_display()} is another by now: somebody has edited it here.")


def _now(change: Change) -> str:
    name = _FACTS[Kind(change.kind)]
    subject = change.album or change.image
    return getattr(subject, (edits.ALBUM_FACTS if change.album else edits.IMAGE_FACTS)[name]) or ""


def _fact_before(change: Change) -> Mapping[str, str]:
    before = change.before or ""
    if change.kind not in (Kind.TITLE, Kind.DESCRIPTION) and not before:
        raise CannotUndoError(f"The album had no {change.get_kind_display()} before, and Imgur takes none away.")
    if change.kind == Kind.COVER and before not in _order(change.album):
        raise CannotUndoError("The picture that was the cover is not in the album any more.")
    return {_FACTS[Kind(change.kind)]: before}


def _images_before(change: Change) -> list[str]:
    """What the album has to hold, so that this change is undone and what has changed since stays."""
    assert change.album
    places = change.album.places.select_related("image")
    if places.filter(image__is_own=False).exists():
        raise CannotUndoError("The album holds somebody else’s images, and Imgur would drop them.")
    if change.album.is_stale or change.album.image_count > places.count():
        raise CannotUndoError(
            "The album holds images that are not known here yet, and Imgur would drop them. Look at the account first."
        )
    change_back: dict[str, Callable[[list[str], Change], list[str]]] = {
        Kind.ORDER: _old_order, Kind.IMAGES_IN: _without, Kind.IMAGES_OUT: _with_again,
    }  # fmt: skip
    now = _order(change.album)
    wanted = change_back[change.kind](now, change)
    if wanted == now:
        raise CannotUndoError("The album is as it was already.")
    if not wanted:
        raise CannotUndoError("No image would be left in the album, and Imgur does not empty one.")
    return wanted


def _order(album: Album | None) -> list[str]:
    assert album
    alive = album.places.filter(image__gone_at=None).order_by("position", "pk")
    return list(alive.values_list("image__imgur_id", flat=True))


def _old_order(now: Sequence[str], change: Change) -> list[str]:
    """The images that were there then in their old order; others keep their places."""
    here = set(now)
    before = change.before or ()
    old = iter([imgur_id for imgur_id in before if imgur_id in here])
    concerned = here.intersection(before)
    return [next(old) if imgur_id in concerned else imgur_id for imgur_id in now]


def _without(now: Sequence[str], change: Change) -> list[str]:
    came = set(change.after or ())
    return [imgur_id for imgur_id in now if imgur_id not in came]


def _with_again(now: Sequence[str], change: Change) -> list[str]:
    """Each at its old place. Raises CannotUndoError if one of them is not at Imgur any more."""
    before, places = change.before or (), change.after or ()
    missing = {imgur_id for imgur_id in before if imgur_id not in now}
    alive = Image.objects.at_imgur().filter(account=change.account_id, imgur_id__in=missing)
    if alive.count() < len(missing):
        raise CannotUndoError("Not all of these images are at Imgur any more. They are kept here and can be restored.")
    wanted = list(now)
    for imgur_id, place in zip(before, places, strict=True):
        if imgur_id in missing:
            wanted.insert(place, imgur_id)
    return wanted
