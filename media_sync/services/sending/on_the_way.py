"""What own operations may have done at Imgur already although it is not kept here yet.

A look leaves it to them: it is no news, and a lost answer is looked for among what nobody knows yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import LinkedAccount
from media_sync.models import Batch, Operation
from media_sync.services.mirror.details import readable
from media_sync.services.sending import batches, edits

_EDITS = (edits.EDIT_ALBUM, edits.SET_IMAGES, edits.EDIT_IMAGE, batches.ARRANGE_ALBUM)
_MAKE = (batches.UPLOAD, batches.CREATE_ALBUM)
# Imgur's clock and ours may differ by this much.
_SKEW = timedelta(minutes=5)
# Imgur has made what was sent by then, videos too; what came later is another's.
_MADE_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Primary keys of ``albums`` and ``images`` that are being edited; names of ``uploads`` and titles of
    ``new_albums``, each with the moment it was sent.
    """

    albums: frozenset[int]
    images: frozenset[int]
    uploads: tuple[tuple[str, datetime], ...]
    new_albums: tuple[tuple[str, datetime], ...]

    def may_be_upload(self, name: str | None, made_at: datetime | None) -> bool:
        """Whether an image that nobody knows here may be one that was sent."""
        return _is_among(self.uploads, name, made_at)

    def may_be_new_album(self, title: str | None, made_at: datetime | None) -> bool:
        return _is_among(self.new_albums, title, made_at)


def of_account(account: LinkedAccount) -> OnTheWay:
    """What is on its way to ``account``; new things also from other teams that have linked the same one, as long as
    they can look for them.

    Ask before looking at the rows: what is kept in the meantime is seen there.
    """
    links = LinkedAccount.objects.working().filter(app=account.app_id, username__iexact=account.username)
    sent = Operation.objects.unfinished().filter(account__in=links, sending_at__isnull=False)
    found = list(sent.filter(kind__in=[*_EDITS, *_MAKE]).select_related("batch__restores_album"))
    edited = [operation for operation in found if operation.kind in _EDITS and operation.account_id == account.pk]
    made = [operation for operation in found if operation.kind in _MAKE]
    return OnTheWay(
        albums=frozenset(_pks(operation.payload.get("album") or _album_of(operation.batch) for operation in edited)),
        images=frozenset(_pks(operation.payload.get("image") for operation in edited)),
        uploads=tuple(
            (operation.payload["name"], operation.sending_at)
            for operation in made
            if operation.kind == batches.UPLOAD and operation.sending_at
        ),
        new_albums=tuple(
            (batches.title_of(operation.batch), operation.sending_at)
            for operation in made
            if operation.kind == batches.CREATE_ALBUM and operation.batch and operation.sending_at
        ),
    )


def _album_of(batch: Batch | None) -> int | None:
    return batch.album_id if batch else None


def _pks(found: Iterable[int | None]) -> Iterable[int]:
    return (pk for pk in found if pk is not None)


def _is_among(sent: Iterable[tuple[str, datetime]], words: str | None, made_at: datetime | None) -> bool:
    """Imgur escapes what it shows, at times."""
    return any(
        readable(words or "") == readable(own)
        and (made_at is None or sent_at - _SKEW < made_at < sent_at + _MADE_WITHIN + _SKEW)
        for own, sent_at in sent
    )
