"""Batches: files laid together, sent together, and the album that they become."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import LinkedAccount, Team, User
from media_sync.files import incoming
from media_sync.files.inspection import RefusedFileError, check_size
from media_sync.files.names import clean_name
from media_sync.models import Batch, BatchFile, Image, Lane, Operation
from media_sync.services.credits import forecasts, prices
from media_sync.services.gone import link_moves, restored_albums
from media_sync.services.sending import operations

UPLOAD = "image.upload"
CREATE_ALBUM = "album.create"
ARRANGE_ALBUM = "album.arrange"


class CannotSendError(Exception):
    """The batch cannot be sent as it is; the message says what is missing."""


def draft_for(*, user: User, team: Team) -> Batch:
    """What ``user`` is laying together in ``team``; one each, made when first asked for."""
    for _ in range(2):
        draft = Batch.objects.drafts_of(user, team).first()
        if draft:
            return draft
        try:
            with transaction.atomic():
                return Batch.objects.create(team=team, created_by=user)
        except IntegrityError:  # a second tab was first
            continue
    return Batch.objects.drafts_of(user, team).get()


def reserve_place(
    batch: Batch, *, client_key: str, name: str, size_bytes: int, position: int | None = None
) -> BatchFile:
    """A place in a draft for a file that is to come. Asking again with the same ``client_key`` gives the same place.

    A file that cannot be taken comes back refused, with the sentence that says why; nothing else of the batch changes.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        known = batch.files.filter(client_key=client_key[:64]).first()
        if known:
            return known
        refusal = _refusal(batch, size_bytes)
        if position is None:
            last = batch.files.aggregate(last=Max("position"))["last"]
            position = 0 if last is None else last + 1
        return BatchFile.objects.create(
            batch=batch,
            client_key=client_key[:64],
            position=position,
            name=clean_name(name),
            size_bytes=max(0, size_bytes),
            state=BatchFile.State.REFUSED if refusal else BatchFile.State.RECEIVING,
            refusal=refusal,
        )


def _refusal(batch: Batch, size_bytes: int) -> str:
    if batch.state != Batch.State.DRAFT:
        return "This batch is sent already. Add the file to a new one."
    if batch.files.count() >= settings.UPLOAD_MAX_FILES_PER_BATCH:
        return (
            f"A batch holds {settings.UPLOAD_MAX_FILES_PER_BATCH} files at most. Send these first, then add the rest."
        )
    try:
        check_size(size_bytes)
    except RefusedFileError as error:
        return str(error)
    return ""


def describe(batch: Batch, *, account: LinkedAccount | None, album_title: str, privacy: str) -> None:
    """Keep what a draft's form says."""
    _drafts(batch).update(account=account, album_title=album_title.strip()[:128], privacy=privacy)
    batch.refresh_from_db()


@transaction.atomic
def reorder(batch: Batch, file_pks: Sequence[int]) -> None:
    """Put the files of a draft in the order of ``file_pks``; files that it does not name follow in their old order."""
    if not _drafts(batch).select_for_update().exists():
        return
    files = {file.pk: file for file in batch.files.all()}
    named = [files.pop(pk) for pk in dict.fromkeys(file_pks) if pk in files]
    for position, file in enumerate([*named, *files.values()]):
        file.position = position
    BatchFile.objects.bulk_update([*named, *files.values()], ["position"])


def remove_file(file: BatchFile) -> None:
    """Take a file out of a draft. A content that nothing else shows is left to the archive's own clean-up."""
    removed, _ = BatchFile.objects.filter(pk=file.pk, batch__state=Batch.State.DRAFT).delete()
    if removed:
        incoming.forget(file.pk)


def send(
    batch: Batch, *, user: User | None, account: LinkedAccount, album_title: str, privacy: str
) -> Sequence[Operation]:
    """Queue the uploads of a draft, in order, and keep when they were forecast to be done. What the account has at
    Imgur already joins the album without an upload; equal files go up once. Sending what is sent (a double click) does
    nothing and returns nothing. Raises CannotSendError.
    """
    # Outside of the transaction: a plan takes its time, and others want to write.
    asked = prices.price(batch, account=account, with_album=bool(album_title.strip()))
    times = forecasts.before_sending(asked.asked, account, person=user)
    told = forecasts.kept_of(times, credits=asked.credits)
    return send_as_told(batch, user=user, account=account, album_title=album_title, privacy=privacy, told=told)


@transaction.atomic
def send_as_told(
    batch: Batch, *, user: User | None, account: LinkedAccount, album_title: str, privacy: str, told: dict[str, Any]
) -> Sequence[Operation]:
    """``send`` for who has the forecast already (forecasts.kept_of)."""
    # Uploads of one account are queued one batch after the other, so that each gets a name of its own.
    account = LinkedAccount.objects.select_for_update().get(pk=account.pk)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != Batch.State.DRAFT:
        return []
    _check_sendable(batch, account)
    batch.account, batch.album_title, batch.privacy = account, album_title.strip()[:128], privacy
    batch.state, batch.sent_at, batch.created_by = Batch.State.SENT, timezone.now(), batch.created_by or user
    for column, value in told.items():
        setattr(batch, column, value)
    batch.save(update_fields=["account", "album_title", "privacy", "state", "sent_at", "created_by", *told])
    queued = _queue_uploads(batch, user)
    close_if_complete(batch)
    return queued


def _check_sendable(batch: Batch, account: LinkedAccount) -> None:
    if account.team_id != batch.team_id or not account.works:
        raise CannotSendError(f"{account} is not linked at the moment. Choose another account, or link it again.")
    states = set(batch.files.values_list("state", flat=True))
    if BatchFile.State.RECEIVING in states:
        raise CannotSendError("Some files are still on their way to us. Send when all have arrived, or remove them.")
    # Of an album that is made again all pictures may still be there.
    if BatchFile.State.READY not in states and not batch.restores_album_id:
        raise CannotSendError("There is nothing to send yet. Add pictures first.")


def _queue_uploads(batch: Batch, user: User | None) -> list[Operation]:
    assert batch.account
    queued: dict[int, Operation] = {}
    files = batch.files.filter(state=BatchFile.State.READY, image=None, operation=None).select_related(
        "original", "restores__account"
    )
    for file in files:
        assert file.original_id
        file.image = at_imgur_already(batch.account, file.original_id)
        if file.image is None and file.original_id not in queued:
            queued[file.original_id] = operations.enqueue(
                kind=UPLOAD, account=batch.account, by=user, lane=Lane.UPLOAD, batch=batch,
                payload={"file": file.pk, "name": _name_to_send(batch.account, file)},
            )  # fmt: skip
            file.operation = queued[file.original_id]
        else:
            file.operation, file.is_duplicate = queued.get(file.original_id), True
        file.save(update_fields=["image", "operation", "is_duplicate"])
        if file.image and file.restores:
            link_moves.keep_image(file.restores, file.image, batch=batch)
    return list(queued.values())


def _name_to_send(account: LinkedAccount, file: BatchFile) -> str:
    """The file's name; with its number while another upload to the same Imgur account has it, in whatever team. A lost
    answer is looked for by it, so it must not be two pictures' at a time.
    """
    name = file.name.replace('"', "'")  # a multipart header cannot carry it unchanged
    namesakes = Operation.objects.unfinished().filter(
        account__app=account.app_id, account__username__iexact=account.username, payload__name=name
    )
    if not namesakes.exists():
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem} ({file.pk}).{extension}" if dot and stem else f"{name} ({file.pk})"


def at_imgur_already(account: LinkedAccount, original_pk: int) -> Image | None:
    return account.images.own_at_imgur().filter(original_id=original_pk).order_by("pk").first()


def title_of(batch: Batch) -> str:
    """The title that its album is made with."""
    return (batch.restores_album.title or "") if batch.restores_album else batch.album_title


def close_if_complete(batch: Batch) -> None:
    """When no upload of the batch is open any more: ONE album call with the pictures in their order, or the end.

    Call it in the transaction that ended an upload, so that of two last uploads one sees the other.
    """
    rows = Batch.objects.select_for_update(of=("self",)).select_related("account", "album", "restores_album")
    batch = rows.get(pk=batch.pk)
    if batch.state != Batch.State.SENT or batch.operations.unfinished().exists():
        return
    images = image_ids(batch)
    if (batch.album_title or batch.restores_album_id) and images and batch.account:
        if batch.album is None:
            created = operations.enqueue(
                kind=CREATE_ALBUM, account=batch.account, by=batch.created_by, payload={}, lane=Lane.UPLOAD,
                batch=batch, dedup_key=f"{CREATE_ALBUM}:{batch.pk}",
            )  # fmt: skip
            if not created.is_final:
                return
        elif _places(batch) != images:
            operations.enqueue(
                kind=ARRANGE_ALBUM,
                account=batch.account,
                by=batch.created_by,
                payload={},
                lane=Lane.UPLOAD,
                batch=batch,
            )
            return
    finish_if_idle(batch)


def finish_if_idle(batch: Batch) -> None:
    """A sent batch of which nothing is open any more is done."""
    if not batch.operations.unfinished().exists():
        now = timezone.now()
        Batch.objects.filter(pk=batch.pk, state=Batch.State.SENT).update(
            state=Batch.State.DONE, finished_at=now, **forecasts.error_of(batch, finished_at=now)
        )


def image_ids(batch: Batch) -> list[str]:
    """Imgur's ids of the batch's pictures that are there, in the order of the files, each once; for an album that is
    restored all of its pictures, in its order."""
    if batch.restores_album_id:
        return restored_albums.image_ids(batch)
    ids = batch.files.exclude(image=None).order_by("position", "pk").values_list("image__imgur_id", flat=True)
    return list(dict.fromkeys(ids))


def _places(batch: Batch) -> list[str]:
    assert batch.album
    places = batch.album.places.all()
    if batch.restores_album_id:
        places = places.filter(image__gone_at=None)  # what is still lost has its place here alone
    return list(places.values_list("image__imgur_id", flat=True))


@transaction.atomic
def cancel(batch: Batch) -> None:
    """Send nothing more of the batch. What is at Imgur stays there; a draft is thrown away."""
    row = Batch.objects.select_for_update().get(pk=batch.pk)
    if row.state == Batch.State.DRAFT:
        for file_pk in row.files.values_list("pk", flat=True):
            incoming.forget(file_pk)
        row.delete()
    elif row.state == Batch.State.SENT:
        # First the batch, so that the last upload's end does not make an album of a batch that nobody wants.
        Batch.objects.filter(pk=row.pk).update(state=Batch.State.CANCELLED, finished_at=timezone.now())
        for operation in row.operations.unfinished():
            operations.cancel(operation)


def cancel_file(file: BatchFile) -> None:
    """Do not send this file, or not again."""
    if file.operation:
        operations.cancel(file.operation)


@transaction.atomic
def retry_file(file: BatchFile) -> Operation | None:
    """Send a failed or cancelled file again; the batch opens again. None if there is nothing to send again."""
    return _open_again(file.batch, file.operation) if file.operation else None


@transaction.atomic
def retry_album(batch: Batch) -> Operation | None:
    """Make the album again whose making had failed. None if there is nothing to make again."""
    failed = batch.operations.filter(
        kind__in=[CREATE_ALBUM, ARRANGE_ALBUM], state__in=[Operation.State.FAILED, Operation.State.CANCELLED]
    )
    operation = failed.order_by("-pk").first()
    return _open_again(batch, operation) if operation else None


def _open_again(batch: Batch, operation: Operation) -> Operation | None:
    Batch.objects.select_for_update().get(pk=batch.pk)
    if not operations.again(operation):
        return None
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.SENT, finished_at=None)
    operation.refresh_from_db()
    return operation


def _drafts(batch: Batch) -> QuerySet[Batch]:
    return Batch.objects.filter(pk=batch.pk, state=Batch.State.DRAFT)
