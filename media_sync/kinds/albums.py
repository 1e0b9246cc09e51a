"""Making the album of a batch, and putting its pictures in order."""

import html
from datetime import timedelta
from itertools import islice
from typing import cast, get_args

from imgur import ImgurClient
from imgur.endpoints.words import Layout, Privacy
from imgur.models import AlbumCreated
from media_sync.kinds.base import Kind, Result, register
from media_sync.models import Album, Batch, Operation
from media_sync.services.gone import restored_albums
from media_sync.services.mirror import pictures
from media_sync.services.sending import batches

_SKEW = timedelta(minutes=5)
_LOOK_THROUGH = 100


@register
class CreateAlbumKind(Kind):
    """One call with the pictures in their order. Result: ``id``, ``deletehash``, ``images``."""

    name = batches.CREATE_ALBUM
    action = "made an album"

    def send(self, operation: Operation, imgur: ImgurClient) -> Result:
        batch = _batch(operation)
        ids = batches.image_ids(batch)
        # What a lost answer is looked for by: a file that is sent again may have joined the batch by then.
        operation.payload["images"] = ids
        operation.save(update_fields=["payload"])
        created = _create(batch, ids, imgur)
        return {"id": created.id, "deletehash": created.deletehash or "", "images": ids}

    def probe(self, operation: Operation, imgur: ImgurClient) -> Result | None:
        """A new album of that title which holds exactly our pictures."""
        batch = _batch(operation)
        ids = operation.payload["images"]
        not_before = (operation.sending_at or operation.created_at) - _SKEW
        for album in islice(imgur.account.albums(), _LOOK_THROUGH):
            is_recent = album.created_at is None or album.created_at >= not_before
            if not is_recent or html.unescape(album.title or "") != html.unescape(batches.title_of(batch)):
                continue
            if Album.objects.filter(account=operation.account, imgur_id=album.id).exists():
                continue
            if [image.id for image in imgur.albums.images(album.id)] == ids:
                return {"id": album.id, "deletehash": album.deletehash or "", "images": ids}
        return None

    def keep(self, operation: Operation, result: Result) -> None:
        batch = _batch(operation)
        album = pictures.keep_new_album(
            operation.account,
            imgur_id=result["id"],
            deletehash=result["deletehash"],
            title=batches.title_of(batch),
            privacy=batch.privacy,
            image_ids=result["images"],
        )
        if batch.restores_album:
            restored_albums.keep_facts(batch, album)
        Batch.objects.filter(pk=batch.pk).update(album=album)
        batches.close_if_complete(batch)

    def ended(self, operation: Operation) -> None:
        batches.finish_if_idle(_batch(operation))

    def subject(self, operation: Operation) -> str:
        batch = _batch(operation)
        return batch.album_title or str(batch.restores_album or batch)


@register
class ArrangeAlbumKind(Kind):
    """The album's pictures are set anew, in the order of the batch: after a file that had failed has gone up."""

    name = batches.ARRANGE_ALBUM
    action = "put an album in order"
    is_post = False  # a PUT
    is_idempotent = True

    def send(self, operation: Operation, imgur: ImgurClient) -> Result:
        batch = _batch(operation)
        if batch.album is None:
            raise LookupError(f"Batch {batch.pk} has no album to put in order.")
        ids = batches.image_ids(batch)
        imgur.albums.set_images(batch.album.imgur_id, ids)
        return {"images": ids}

    def keep(self, operation: Operation, result: Result) -> None:
        batch = _batch(operation)
        if batch.album and batch.album_id == batch.restores_album_id:
            restored_albums.put_back(batch, result["images"])
        elif batch.album:
            pictures.keep_order(batch.album, result["images"])
        if batch.album:
            pictures.was_arranged(batch.album)
        batches.close_if_complete(batch)

    def ended(self, operation: Operation) -> None:
        batches.finish_if_idle(_batch(operation))

    def subject(self, operation: Operation) -> str:
        batch = _batch(operation)
        return batch.album_title or str(batch.restores_album or batch)


def _batch(operation: Operation) -> Batch:
    found = Batch.objects.select_related("album", "account", "restores_album__account", "restores_album__cover_image")
    return found.get(operations=operation)


def _create(batch: Batch, ids: list[str], imgur: ImgurClient) -> AlbumCreated:
    privacy = cast(Privacy, batch.privacy)
    if not batch.restores_album:
        return imgur.albums.create(image_ids=ids, title=batch.album_title, privacy=privacy)
    facts = restored_albums.facts(batch, ids)
    return imgur.albums.create(
        image_ids=ids,
        title=facts.title or None,
        description=facts.description or None,
        privacy=privacy,
        cover=facts.cover or None,
        layout=cast(Layout, facts.layout) if facts.layout in get_args(Layout) else None,
    )
