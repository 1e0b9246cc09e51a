"""Bringing back what is gone: each restoration is a batch, sent as any other."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.models import LinkedAccount, User
from media_sync.files.names import clean_name
from media_sync.models import Album, Batch, BatchFile, Change, Image, Operation
from media_sync.services.credits import forecasts, prices
from media_sync.services.credits.prices import Price
from media_sync.services.gone import album_contents, link_moves
from media_sync.services.sending import batches

# A selection that is larger is cut here, in pictures and in batches; what is left can be asked for when that is done.
MOST_AT_ONCE, MOST_BATCHES = 2_000, 50


class CannotRestoreError(Exception):
    """It cannot be brought back; the message says why, for a person."""


@dataclass(frozen=True)
class Part:
    """What becomes one batch: an album, or loose pictures. ``images`` go up again, into ``account``."""

    account: LinkedAccount
    images: tuple[Image, ...]
    album: Album | None = None

    @cached_property
    def price(self) -> Price:
        sizes = [(image.original.pk, image.original.size_bytes) for image in self.images if image.original]
        return prices.of_originals(sizes, account=self.account, with_album=self.album is not None)

    @property
    def makes_album(self) -> bool:
        return self.album is not None and (self.album.gone_at is not None or self.account.pk != self.album.account_id)


def why_not(image: Image) -> str:
    """Why a single picture cannot be restored, as a sentence; empty when it can. A living copy is asked for apart."""
    if image.gone_at is None:
        return f"“{image}” is still at Imgur."
    if image.original is None:
        return f"The original of “{image}” is not kept, so it cannot be brought back."
    if image.original.damage:
        return f"The original of “{image}” is damaged, so it cannot be brought back."
    return ""


def part_of_album(album: Album, *, account: LinkedAccount | None = None) -> Part:
    """All that is needed to have ``album`` at Imgur as it was, as far as it is kept. Raises CannotRestoreError."""
    # What an album has lost comes back where the album is.
    account = (account if album.gone_at else None) or album.account
    if living_album := link_moves.living_albums([album]).get(album.pk):
        raise CannotRestoreError(f"“{album}” is at Imgur again already: {living_album.link}")
    images = album_contents.with_lost(album)
    copies = link_moves.living_images(images)
    is_other = account.pk != album.account_id
    theirs = {image.pk for image in images if not (image.is_own or image.gone_at)}
    # Into an album that is made anew they have to come as ours.
    foreign = theirs if album.gone_at else set()
    wanted = [image for image in images if _is_restorable(image, copies, anyway=is_other or image.pk in foreign)]
    living = [image for image in images if (not image.gone_at and image.pk not in foreign) or image.pk in copies]
    # Another album, or a person, has brought them back already: they only have to be put in.
    here = {image.pk for image in images}
    has_copies_elsewhere = any(image.pk in copies and copies[image.pk].pk not in here for image in images)
    needs_no_upload = has_copies_elsewhere or bool(album.gone_at and living)
    if not wanted and (is_other or not needs_no_upload):
        if len(living) < len(images):
            raise CannotRestoreError(f"No original of the lost pictures of “{album}” is kept.")
        raise CannotRestoreError(f"“{album}” has lost nothing." if images else f"“{album}” is empty.")
    if theirs and not album.gone_at:
        raise CannotRestoreError(
            f"“{album}” holds somebody else’s images, and Imgur would drop them. Restore the lost ones by themselves."
        )
    return Part(account, tuple(wanted), album)


def parts_of_images(images: Sequence[Image], *, account: LinkedAccount | None = None) -> list[Part]:
    """Loose pictures in batches, by account. What cannot be brought back is left out; raises CannotRestoreError with
    the reason if nothing is left.
    """
    copies = link_moves.living_images(images)
    wanted = [image for image in images if _is_restorable(image, copies)][:MOST_AT_ONCE]
    if images and not wanted:
        first = images[0]
        copy = copies.get(first.pk)
        raise CannotRestoreError(why_not(first) or f"“{first}” is at Imgur again already: {copy.link if copy else ''}")
    parts: list[Part] = []
    size = settings.UPLOAD_MAX_FILES_PER_BATCH
    for owner in dict.fromkeys(image.account for image in wanted):
        of_owner = [image for image in wanted if image.account_id == owner.pk]
        parts += [
            Part(account or owner, tuple(of_owner[start : start + size])) for start in range(0, len(of_owner), size)
        ]
    return parts


def parts_of_account(source: LinkedAccount, *, account: LinkedAccount | None = None) -> list[Part]:
    """All of an account: its albums that are gone or have lost pictures, oldest first, then its loose pictures; as much
    as goes at once. Raises CannotRestoreError.
    """
    gone = Image.objects.filter(account=source, gone_at__isnull=False)
    albums = Album.objects.filter(account=source).select_related("account", "cover_image")
    has_lost = Q(pk__in=gone.values("places__album")) | Q(changes__kind=Change.Kind.IMAGES_OUT)
    parts: list[Part] = []
    taken: set[int] = set()
    for album in albums.filter(Q(gone_at__isnull=False) | has_lost).distinct().order_by("created_at", "pk"):
        if len(taken) >= MOST_AT_ONCE or len(parts) >= MOST_BATCHES:
            return parts
        with suppress(CannotRestoreError):  # moved already, has lost nothing, or nothing of it is kept
            parts.append(part_of_album(album, account=account))
            taken.update(image.pk for image in parts[-1].images)
    loose = gone.filter(places=None, original__isnull=False).exclude(pk__in=taken).select_related("original", "account")
    images = list(loose.order_by("uploaded_at", "pk")[: MOST_AT_ONCE - len(taken)]) if len(taken) < MOST_AT_ONCE else []
    with suppress(CannotRestoreError):
        parts += parts_of_images(images, account=account)
    if not parts:
        raise CannotRestoreError(f"Nothing of {source} that is gone can be brought back.")
    return parts


def restore(part: Part, *, user: User | None) -> Batch:
    """Send ``part`` as a batch. Asking twice gives the batch that is under way. Raises CannotRestoreError and
    CannotSendError.
    """
    # Outside of the transaction, as in batches.send: a plan takes its time.
    times = forecasts.before_sending(part.price.asked, part.account, person=user)
    told = forecasts.kept_of(times, credits=part.price.credits)
    with transaction.atomic():
        account = LinkedAccount.objects.select_for_update().get(pk=part.account.pk)
        under_way = _under_way(part)
        if under_way:
            return under_way
        images = _not_under_way(part)
        batch = Batch.objects.create(
            team_id=account.team_id,
            account=account,
            restores_album=part.album,
            album=part.album if part.album and not part.makes_album else None,
        )
        BatchFile.objects.bulk_create(_file(batch, image, position) for position, image in enumerate(images))
        title = (part.album.title or "") if part.album else ""
        privacy = part.album.privacy if part.album else batch.privacy
        batches.send_as_told(batch, user=user, account=account, album_title=title, privacy=privacy, told=told)
    batch.refresh_from_db()
    return batch


def _is_restorable(image: Image, copies: dict[int, Image], *, anyway: bool = False) -> bool:
    """``anyway``: whether it lives or not, because it has to be in another account."""
    if image.original is None or image.original.damage:
        return False
    return anyway or (image.gone_at is not None and image.pk not in copies)


def _open_files(part: Part) -> list[BatchFile]:
    images = [image.pk for image in part.images]
    files = BatchFile.objects.filter(restores__in=images, image=None, operation__state__in=Operation.OPEN_STATES)
    return list(files.filter(batch__team=part.account.team_id).select_related("batch"))


def _under_way(part: Part) -> Batch | None:
    """The batch that is at just this, of a double click or a second tab."""
    if part.album:
        under_way = Batch.objects.filter(restores_album=part.album, state=Batch.State.SENT, account=part.account)
        return under_way.order_by("-pk").first()
    files = _open_files(part)
    is_all = {file.restores_id for file in files} >= {image.pk for image in part.images}
    return files[0].batch if files and is_all else None


def _not_under_way(part: Part) -> list[Image]:
    """An album's batch waits for its own files; loose pictures are sent once."""
    if part.album:
        return list(part.images)
    open_pks = {file.restores_id for file in _open_files(part)}
    copies = link_moves.living_images(part.images)
    return [image for image in part.images if image.pk not in open_pks and image.pk not in copies]


def _file(batch: Batch, image: Image, position: int) -> BatchFile:
    original = image.original
    assert original
    return BatchFile(
        batch=batch,
        client_key=f"restores-{image.pk}",
        position=position,
        name=clean_name(image.name or f"{image.imgur_id}.{original.extension.lstrip('.')}"),
        title=(image.title or "")[:128],
        description=image.description or "",
        size_bytes=original.size_bytes,
        received_bytes=original.size_bytes,
        state=BatchFile.State.READY,
        original=original,
        restores=image,
    )
