"""Answering with a file that we keep: streamed, in parts if asked, cached by its content, unable to run anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

_CHUNK_BYTES = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# Shown in the page; everything else is only ever saved.
_SHOWN = ("image/", "video/")
# A file is opened by itself, in a place where nothing of ours can be reached.
_POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"


@dataclass(frozen=True)
class KeptFile:
    """``open`` is called only when bytes are wanted. ``etag`` names the content: equal tags, equal bytes, for ever."""

    open: Callable[[], File[bytes] | IO[bytes]]
    etag: str
    content_type: str
    name: str
    as_download: bool = False

    @property
    def quoted_etag(self) -> str:
        return f'"{self.etag}"'


def answer(request: HttpRequest, kept: KeptFile) -> HttpResponseBase:
    """200 with all, 206 with a single range, 416 for one beyond the end, 304 for who has it already."""
    tags = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in tags or kept.quoted_etag in tags or f"W/{kept.quoted_etag}" in tags:
        return _with_headers(HttpResponse(status=304), kept)
    file = kept.open()
    size = _size(file)
    wanted = _wanted_range(request, kept, size)
    if wanted is None:
        whole = FileResponse(file, content_type=kept.content_type)
        whole.headers["Content-Length"] = str(size)
        return _with_headers(whole, kept)
    if not wanted:
        file.close()
        return _with_headers(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), kept)
    part = StreamingHttpResponse(_bytes_of(file, wanted), status=206, content_type=kept.content_type)
    part.headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    part.headers["Content-Length"] = str(len(wanted))
    return _with_headers(part, kept)


def _with_headers(response: HttpResponseBase, kept: KeptFile) -> HttpResponseBase:
    inline = kept.content_type.startswith(_SHOWN) and kept.content_type != "image/svg+xml" and not kept.as_download
    headers = {
        "ETag": kept.quoted_etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Disposition": content_disposition_header(not inline, kept.name) or "inline",
    }
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _wanted_range(request: HttpRequest, kept: KeptFile, size: int) -> range | None:
    """The bytes asked for: None for all of them, an empty range for what is not there.

    Several ranges, other units and what cannot be read are answered with the whole, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or match is None or match.groups() == ("", ""):
        return None
    if request.headers.get("If-Range", kept.quoted_etag) != kept.quoted_etag:
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(min(int(first), size), min(int(last) + 1, size) if last else size)


def _bytes_of(file: File[bytes] | IO[bytes], wanted: range) -> Iterator[bytes]:
    try:
        file.seek(wanted.start)
        left = len(wanted)
        while left and (chunk := file.read(min(_CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk
    finally:
        file.close()


def _size(file: File[bytes] | IO[bytes]) -> int:
    if isinstance(file, File):
        return file.size
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size
