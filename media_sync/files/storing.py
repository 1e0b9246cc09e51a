"""Writing into storage so that a name is either absent or holds all of its bytes, whoever else writes or dies."""

import os
import shutil
import tempfile
import time
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

_BLOCK_BYTES = 1024 * 1024
# A writer that takes longer than this was killed.
_ABANDONED_SECONDS = 3600


def put(storage: Storage, name: str, content: File, *, replace: bool = False) -> None:
    """Store ``content`` under exactly ``name``; when this returns, it survives a loss of power. Raises OSError.

    A name stands for one content, so of two who write at once either may win. On this machine's disk the bytes take
    their name in one step, and replace what was there. Object stores do the same by themselves; there, what has the
    right size is left alone unless told to ``replace`` it.
    """
    path = local_path(storage, name)
    if path is None:
        _put_remotely(storage, name, content, replace=replace)
    else:
        _put_here(storage, path, content)


def move_all(storage: Storage, sources: Mapping[str, Path], *, replace: Collection[str] = ()) -> None:
    """The same with the files at ``sources``, by the names that they are to have; they are gone from there afterwards.
    Without copies where that is possible, and together, because a disk brings many files home in little more time than
    one. Nobody may have them open to write. ``replace`` are the names that object stores have to overwrite.
    """
    here = {name: source for name, source in sources.items() if _is_on_the_same_disk(storage, name, source)}
    if here:
        _move_here(storage, here)
    for name, source in sources.items():
        if name not in here:
            with source.open("rb") as file:
                put(storage, name, File(file), replace=name in replace)
            source.unlink()


def holds(storage: Storage, name: str, size_bytes: int) -> bool:
    """Whether ``name`` is there with as many bytes as it should have."""
    try:
        return storage.exists(name) and storage.size(name) == size_bytes
    except FileNotFoundError:  # removed between the two questions
        return False


def local_path(storage: Storage, name: str) -> Path | None:
    """Where ``name`` lies, or would lie, on this machine; None if storage is elsewhere."""
    try:
        return Path(storage.path(name))
    except NotImplementedError:
        return None


def _put_here(storage: Storage, path: Path, content: File) -> None:
    root = Path(storage.path(""))
    folder = path.parent
    folder_mode, file_mode = _modes(storage)
    _make_folders(folder, folder_mode)
    _remove_abandoned(path)
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=_temporary_prefix(path), suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as target:
            content.seek(0)
            shutil.copyfileobj(content, target, _BLOCK_BYTES)
            target.flush()
            if file_mode is not None:
                os.fchmod(target.fileno(), file_mode)
            os.fsync(target.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_names({folder}, root)


def _move_here(storage: Storage, sources: Mapping[str, Path]) -> None:
    file_mode = _modes(storage)[1]
    places = {Path(storage.path(name)): source for name, source in sources.items()}
    with ExitStack() as stack:
        files = [stack.enter_context(source.open("r+b")) for source in places.values()]
        for file in files:
            if file_mode is not None:
                os.fchmod(file.fileno(), file_mode)
            if hasattr(os, "posix_fadvise"):
                # Sends the bytes on their way, so that the first wait below is for all of them.
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        for file in files:
            os.fsync(file.fileno())
    for place, source in places.items():
        source.replace(place)
    _sync_names({place.parent for place in places}, Path(storage.path("")))


def _modes(storage: Storage) -> tuple[int | None, int | None]:
    """Those of folders and of files that storage wants; None where it has no opinion."""
    if not isinstance(storage, FileSystemStorage):
        return None, None
    return storage.directory_permissions_mode, storage.file_permissions_mode


def _is_on_the_same_disk(storage: Storage, name: str, source: Path) -> bool:
    path = local_path(storage, name)
    if path is None:
        return False
    _make_folders(path.parent, _modes(storage)[0])
    return source.stat().st_dev == path.parent.stat().st_dev


def _make_folders(folder: Path, mode: int | None) -> None:
    if folder.is_dir():
        return
    _make_folders(folder.parent, mode)
    _on_disk.discard(folder)
    try:
        folder.mkdir()
    except FileExistsError:
        return
    if mode is not None:
        folder.chmod(mode)


def _sync_names(folders: set[Path], root: Path) -> None:
    """The names, too, have to reach the disk: those of files in ``folders``, and those of folders that were just made,
    be it by another process that has not come to this line yet. What this process has brought there once stays there.
    """
    climbed: set[Path] = set()
    while folders:
        for folder in sorted(folders):
            _sync_folder(folder)
        new = {folder for folder in folders - _on_disk if folder not in (root.parent, folder.parent)}
        climbed |= new
        folders = {folder.parent for folder in new}
    _on_disk.update(climbed)


# Folders whose own names are on the disk; a few hundred.
_on_disk: set[Path] = set()


def _remove_abandoned(path: Path) -> None:
    """What writers of the same content left who were killed: the file is stored again after them, here."""
    for left in path.parent.glob(f"{_temporary_prefix(path)}*.tmp"):
        try:
            if left.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
                left.unlink()
        except FileNotFoundError:
            continue


def _temporary_prefix(path: Path) -> str:
    return f".{path.name}."


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put_remotely(storage: Storage, name: str, content: File, *, replace: bool) -> None:
    if not replace and holds(storage, name, content.size):
        return
    if storage.exists(name):
        storage.delete(name)
    saved = storage.save(name, content)
    if saved != name:
        # Another process stored the same content in between; its copy is as good, if it is whole.
        storage.delete(saved)
        if not holds(storage, name, content.size):
            raise OSError(f"Storage took {name} under another name.")
