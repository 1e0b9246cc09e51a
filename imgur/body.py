"""Request bodies that are read piece by piece: nothing larger than one block of a file is ever in memory.

They also keep the two facts that decide, after a lost connection, what may have happened: whether the connection asked
for any byte (before that, Imgur cannot have understood the request) and whether it was our own file that failed.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from urllib.parse import urlencode

from urllib3.fields import RequestField

from imgur.call import FilePart

_BLOCK_BYTES = 64 * 1024


class Body:
    """A body of known length that ``http.client`` reads in blocks; leaving the context closes what it opened."""

    def __init__(self, content_type: str) -> None:
        self.content_type = content_type
        self.was_read = False
        self.failure: BaseException | None = None
        self._segments: list[_Segment] = []
        self._length = 0
        self._stack = ExitStack()

    @classmethod
    def of_bytes(cls, content: bytes, content_type: str) -> Self:
        body = cls(content_type)
        body._add(io.BytesIO(content), len(content))
        return body

    @classmethod
    def of_form(cls, form: Sequence[tuple[str, str]]) -> Self:
        """Form fields, percent-encoded; base64 text survives only that way (a bare "+" would arrive as a blank)."""
        return cls.of_bytes(urlencode(form).encode("ascii"), "application/x-www-form-urlencoded")

    @classmethod
    def of_upload(cls, form: Sequence[tuple[str, str]], part: FilePart) -> Self:
        """A multipart form whose last part is the file. Raises OSError when the file cannot be opened."""
        boundary = secrets.token_hex(16)
        body = cls(f"multipart/form-data; boundary={boundary}")
        head = io.BytesIO()
        for name, value in form:
            head.write(_part_head(boundary, name) + value.encode() + b"\r\n")
        head.write(_part_head(boundary, part.field, file_name=part.name, content_type=part.content_type))
        body._add(head, head.tell())
        body._add_file(part)
        tail = f"\r\n--{boundary}--\r\n".encode("ascii")
        body._add(io.BytesIO(tail), len(tail))
        return body

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size``; b"" at the end. A failure of our own file is kept in ``failure``."""
        self.was_read = True
        size = _BLOCK_BYTES if size is None or size < 0 else size
        try:
            while self._segments:
                if block := self._segments[0].read(size):
                    return block
                self._segments.pop(0)
        except BaseException as failure:
            self.failure = failure
            raise
        return b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    def _add(self, source: BinaryIO, length: int, on_progress: Callable[[int, int], None] | None = None) -> None:
        source.seek(0)
        self._segments.append(_Segment(source, length, on_progress))
        self._length += length

    def _add_file(self, part: FilePart) -> None:
        if isinstance(part.source, Path):
            source: BinaryIO = self._stack.enter_context(part.source.open("rb"))
        else:
            source = part.source
        length = source.seek(0, io.SEEK_END)
        # Some file wrappers (Django's among them) return nothing from seek().
        self._add(source, source.tell() if length is None else length, part.on_progress)


class _Segment:
    """One source and the number of its bytes that were promised in Content-Length."""

    def __init__(self, source: BinaryIO, length: int, on_progress: Callable[[int, int], None] | None) -> None:
        self._source = source
        self._length = length
        self._sent = 0
        self._on_progress = on_progress

    def read(self, size: int) -> bytes:
        wanted = min(size, self._length - self._sent)
        if not wanted:
            return b""
        block = self._source.read(wanted)
        if not block:
            # Otherwise the server would wait for the missing bytes until its timeout.
            raise OSError(f"The file ended after {self._sent} of {self._length} bytes: it changed while it was sent.")
        self._sent += len(block)
        if self._on_progress:
            self._on_progress(self._sent, self._length)
        return block


def _part_head(boundary: str, name: str, *, file_name: str | None = None, content_type: str | None = None) -> bytes:
    # urllib3's own field writes and escapes the headers; a quotation mark or line break in a name cannot break out.
    field = RequestField(name=name, data="", filename=file_name)
    field.make_multipart(content_type=content_type)
    return f"--{boundary}\r\n{field.render_headers()}".encode()
