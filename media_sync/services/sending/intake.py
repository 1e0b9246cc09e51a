"""Taking files in from people: piece by piece at an offset, looked into when whole, and kept before we say so."""

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from media_sync.files import incoming
from media_sync.files.inspection import RefusedFileError, check_size
from media_sync.models import Batch, BatchFile, Original
from media_sync.services.archive import originals
from media_sync.services.sending import batches

_BLOCK_BYTES = 256 * 1024


class OffsetMismatchError(Exception):
    """The piece does not continue what is here; ``received`` bytes are."""

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__(f"{received} bytes have arrived; send from there.")


def received_bytes(file: BatchFile) -> int:
    """What has arrived of the file, by the disk's word."""
    if file.state != BatchFile.State.RECEIVING:
        return file.size_bytes
    return incoming.size_of(file.pk)


def append(file: BatchFile, *, offset: int, stream: BinaryIO, length: int) -> BatchFile:
    """Write ``length`` bytes of ``stream`` at ``offset``. When the last byte is here the file is looked into, and
    becomes ready or refused. A piece that breaks off leaves what came of it; one for a file that was removed
    meanwhile leaves nothing. Raises OffsetMismatchError.
    """
    if file.state != BatchFile.State.RECEIVING:
        raise OffsetMismatchError(file.size_bytes)
    path = incoming.path_of(file.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as target:
        # Two tabs may send the same file: one at a time, and the second finds its offset taken.
        fcntl.flock(target.fileno(), fcntl.LOCK_EX)
        here = target.seek(0, os.SEEK_END)
        if here != offset or offset + length > file.size_bytes:
            raise OffsetMismatchError(here)
        while length > 0 and (block := stream.read(min(_BLOCK_BYTES, length))):
            target.write(block)
            length -= len(block)
        here = target.tell()
        file.received_bytes = here
        if not BatchFile.objects.filter(pk=file.pk).update(received_bytes=here):
            incoming.forget(file.pk)
        elif here == file.size_bytes:
            target.flush()
            os.fsync(target.fileno())
            _take_over(file, path)
    return file


def settle(file: BatchFile) -> BatchFile:
    """Look into a file that is wholly here and was not looked into: the process that took its last piece has stopped.

    Waits for one that is at it at this moment.
    """
    if file.state != BatchFile.State.RECEIVING or incoming.size_of(file.pk) != file.size_bytes:
        return file
    path = incoming.path_of(file.pk)
    try:
        with path.open("rb") as whole:
            fcntl.flock(whole.fileno(), fcntl.LOCK_EX)
            if _look_again(file) and file.state == BatchFile.State.RECEIVING:
                _take_over(file, path)
    except FileNotFoundError:  # taken over or removed between the look and the lock
        _look_again(file)
    return file


def take_in(batch: Batch, *, client_key: str, name: str, stream: BinaryIO, size_bytes: int) -> BatchFile:
    """A whole file at once: for the form without JavaScript, and for commands."""
    file = batches.reserve_place(batch, client_key=client_key, name=name, size_bytes=size_bytes)
    if file.state != BatchFile.State.RECEIVING:
        return file
    incoming.forget(file.pk)
    return append(file, offset=0, stream=stream, length=size_bytes)


def take_in_path(batch: Batch, *, client_key: str, path: Path) -> BatchFile:
    """A file of this machine."""
    with path.open("rb") as stream:
        return take_in(batch, client_key=client_key, name=path.name, stream=stream, size_bytes=path.stat().st_size)


def _take_over(file: BatchFile, path: Path) -> None:
    """Keep what has arrived and say so, in the order in which nothing can be lost: storage, then the row, and only then
    our own copy goes. Whoever removes the file meanwhile is obeyed quietly.
    """
    try:
        check_size(file.size_bytes)
        original = originals.keep(path)
    except RefusedFileError as error:
        refuse(file, str(error))
    except FileNotFoundError:
        if path.exists():
            raise
        # Removed under our hands. If its row is still there, the file has to come again from its beginning.
        BatchFile.objects.filter(pk=file.pk, state=BatchFile.State.RECEIVING).update(received_bytes=0)
        file.received_bytes = 0
        _look_again(file)
    else:
        _mark_ready(file, original)
    incoming.forget(file.pk)


@transaction.atomic
def _mark_ready(file: BatchFile, original: Original) -> None:
    BatchFile.objects.filter(pk=file.pk).update(state=BatchFile.State.READY, original=original, refusal="")
    _look_again(file)


def refuse(file: BatchFile, sentence: str) -> None:
    """The file is not taken; the rest of its batch goes on."""
    BatchFile.objects.filter(pk=file.pk).update(state=BatchFile.State.REFUSED, refusal=sentence[:300])
    _look_again(file)


def _look_again(file: BatchFile) -> bool:
    """Read the row anew. False if it was removed; ``file`` then stays as it was."""
    try:
        file.refresh_from_db()
    except BatchFile.DoesNotExist:
        return False
    return True
