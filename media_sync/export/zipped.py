"""An export as a ZIP that is made while it is sent: stored without compression, of any size, never whole in memory."""

import time
import zipfile
from collections.abc import Generator, Iterable, Iterator

from django.utils import timezone

from media_sync.export import writing
from media_sync.export.layout import Layout
from media_sync.export.targets import DamagedError, MissingError, Problem, checked_blocks
from media_sync.export.writing import Outcome
from media_sync.models import Original

# So much is gathered before it is handed on, so that small files do not make small writes.
_HAND_ON_BYTES = 128 * 1024


def stream(layout: Layout, outcome: Outcome) -> Generator[bytes, None, None]:
    """The bytes of the ZIP. Memory grows with the number of files (their names), not with their size."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:  # type: ignore[call-overload]
        for _ in writing.write(layout, _ZipTarget(archive), outcome):
            if sink.size >= _HAND_ON_BYTES:
                yield sink.take()
    yield sink.take()


class _Sink:
    """Takes what zipfile writes until it is handed on. It cannot go back, and zipfile sees that from its methods."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self.size = 0

    def write(self, block: bytes) -> int:
        self._blocks.append(bytes(block))
        self.size += len(block)
        return len(block)

    def flush(self) -> None:
        """zipfile asks for it; there is nothing behind us."""

    def take(self) -> bytes:
        taken = b"".join(self._blocks)
        self._blocks.clear()
        self.size = 0
        return taken


class _ZipTarget:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._moment = time.localtime(timezone.now().timestamp())[:6]

    def put_original(self, path: str, original: Original) -> Generator[int, None, Problem]:
        # What is sent cannot be called back, so it is read once before.
        try:
            for _ in checked_blocks(original):
                pass
        except MissingError:
            return Problem.MISSING
        except DamagedError:
            return Problem.DAMAGED
        yield from self.put(path, checked_blocks(original))
        return Problem.NONE

    def holds(self, path: str) -> bool:
        return False

    def put(self, path: str, content: Iterable[bytes]) -> Iterator[int]:
        entry = zipfile.ZipInfo(path, date_time=self._moment)
        entry.external_attr = 0o644 << 16
        with self._archive.open(entry, "w", force_zip64=True) as file:
            for block in content:
                file.write(block)
                yield len(block)
