"""Taking in what a folder holds: originals into the archive, facts into the mirror, each only where it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import LinkedAccount
from media_sync.files.inspection import RefusedFileError, check_size
from media_sync.files.removed import is_known_removed_picture
from media_sync.importing import gallery_dl, own_export, reading
from media_sync.importing.found import FoundAlbum, FoundImage, FoundMove, Lost, Trouble
from media_sync.importing.reading import UnreadableError
from media_sync.models import Album, AlbumImage, Image, LinkMove, Original
from media_sync.services.archive import originals

# What the account's mirror does not know counts as gone, with this reason, until a sync sees it.
NOT_SEEN = "Imported; not seen at Imgur"


class UnknownFolderError(Exception):
    """The folder is none that can be imported; the message says it to a person."""


@dataclass
class Taken:
    """What came of it. ``created`` were not known here, ``completed`` got their original now, ``known`` had all."""

    created: int = 0
    completed: int = 0
    known: int = 0
    albums_created: int = 0
    albums_known: int = 0
    moves: int = 0
    skipped: list[Trouble] = field(default_factory=list)


def take(root: Path, account: LinkedAccount, taken: Taken) -> Iterator[None]:
    """Import ``root`` as ``account``'s, one thing after the other; ``taken`` grows. Doing it again changes nothing.

    Raises UnknownFolderError.
    """
    for found in _read(root):
        match found:
            case Trouble():
                taken.skipped.append(found)
            case FoundImage() | FoundAlbum() | FoundMove() if not _is_of(found.owner, account):
                if not isinstance(found, FoundMove):
                    why = f"It is of {found.owner} at Imgur, not of {account}."
                    taken.skipped.append(Trouble(where=found.imgur_id, why=why))
            case FoundImage():
                _take_image(root, found, account, taken)
            case FoundAlbum():
                _take_album(found, account, taken)
            case FoundMove():
                _take_move(found, account, taken)
        yield


def _read(root: Path) -> Iterator[FoundImage | FoundAlbum | FoundMove | Trouble]:
    if own_export.is_one(root):
        return own_export.read(root)
    if gallery_dl.is_one(root):
        return gallery_dl.read(root)
    raise UnknownFolderError(
        f"{root} is neither an export of ours (there is no manifest.json) nor a folder that gallery-dl filled from "
        "Imgur with --write-metadata."
    )


def _is_of(owner: str, account: LinkedAccount) -> bool:
    return not owner or owner.casefold() == account.username.casefold()


def _take_image(root: Path, found: FoundImage, account: LinkedAccount, taken: Taken) -> None:
    known = Image.objects.filter(account=account, imgur_id=found.imgur_id).select_related("original").first()
    if known and known.original and not known.original.damage:
        taken.known += 1
        return
    original = None
    if found.file:
        try:
            original = _original(root, found)
        except (UnreadableError, RefusedFileError) as error:
            taken.skipped.append(Trouble(where=found.file, why=str(error)))
            return
    if known is None:
        _create_image(found, account, original)
        taken.created += 1
    elif original:
        # Whoever has brought one meanwhile is left alone. Of a damaged one the same bytes have mended it by now.
        Image.objects.filter(pk=known.pk, original=known.original).update(original=original)
        taken.completed += 1
    else:
        taken.known += 1


def _original(root: Path, found: FoundImage) -> Original:
    """Raises UnreadableError and RefusedFileError."""
    assert found.file
    path = reading.inside(root, found.file)
    size = path.stat().st_size
    check_size(size)
    if is_known_removed_picture(path, size):
        raise UnreadableError("It is the picture that Imgur shows in place of a removed one.")
    if found.sha256 and originals.sha256_of(path) != found.sha256:
        raise UnreadableError("Its bytes are not those that the manifest names.")
    # What is known to be all that Imgur had is taken as it is; else it may have been cut off on its way.
    is_all = bool(found.sha256) or size == found.fields["size_bytes"]
    return originals.keep_as_it_is(path) if is_all else originals.keep(path)


def _create_image(found: FoundImage, account: LinkedAccount, original: Original | None) -> None:
    fields = dict(found.fields)
    if original:
        fields["content_type"] = fields["content_type"] or original.content_type
        fields["width"], fields["height"] = fields["width"] or original.width, fields["height"] or original.height
        fields["size_bytes"] = fields["size_bytes"] or original.size_bytes
        fields["is_animated"] = fields["is_animated"] or original.is_animated
    extension = original.extension.lstrip(".") if original else "jpg"
    fields["link"] = fields["link"] or f"{settings.IMGUR_MEDIA_URL}/{found.imgur_id}.{extension}"
    uploaded_at = fields["uploaded_at"] or timezone.now()
    Image.objects.get_or_create(
        account=account,
        imgur_id=found.imgur_id,
        defaults=fields | {
            "original": original, "uploaded_at": uploaded_at, "seen_at": fields.get("seen_at") or uploaded_at,
            **_gone(found.lost),
        },
    )  # fmt: skip


@transaction.atomic
def _take_album(found: FoundAlbum, account: LinkedAccount, taken: Taken) -> None:
    """An album that the mirror knows from Imgur keeps the order that it has there."""
    created_at = found.fields["created_at"] or datetime.fromtimestamp(0, UTC)
    album, is_new = Album.objects.get_or_create(
        account=account,
        imgur_id=found.imgur_id,
        defaults=found.fields
        | {"created_at": created_at, "seen_at": found.fields.get("seen_at") or created_at, **_gone(found.lost)},
    )
    taken.albums_created += is_new
    taken.albums_known += not is_new
    if is_new or album.gone_reason == NOT_SEEN or not album.places.exists():
        _put_places(album, found)


def _put_places(album: Album, found: FoundAlbum) -> None:
    images: dict[str, Image] = {}
    for start in range(0, len(found.image_ids), 500):
        part = Image.objects.filter(account=album.account_id, imgur_id__in=found.image_ids[start : start + 500])
        images |= {image.imgur_id: image for image in part}
    placed = [(number, images[one]) for number, one in enumerate(found.image_ids) if one in images]
    album.places.all().delete()
    AlbumImage.objects.bulk_create(
        AlbumImage(album=album, image=image, position=position) for position, image in placed
    )
    album.cover_image = images.get(album.cover_imgur_id) or (placed[0][1] if placed else None)
    album.save(update_fields=["cover_image"])


def _take_move(found: FoundMove, account: LinkedAccount, taken: Taken) -> None:
    of_account: dict[str, Any] = {"account": account, "imgur_id": found.new_id}
    _, is_new = LinkMove.objects.get_or_create(
        account=account,
        is_album=found.is_album,
        old_imgur_id=found.old_id,
        defaults={
            "new_imgur_id": found.new_id,
            "old_link": found.old_link,
            "new_link": found.new_link,
            "new_image": None if found.is_album else Image.objects.filter(**of_account).first(),
            "new_album": Album.objects.filter(**of_account).first() if found.is_album else None,
        },
    )
    taken.moves += is_new


def _gone(lost: Lost | None) -> dict[str, Any]:
    if lost:
        return {"gone_at": lost.at, "gone_reason": lost.reason}
    return {"gone_at": timezone.now(), "gone_reason": NOT_SEEN}
