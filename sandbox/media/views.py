"""Serving files: `{id}{letter}.{extension}`, as i.imgur.com does."""

import hashlib
import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import av
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from sandbox import switches
from sandbox.api.errors import simple_page
from sandbox.media import store, video
from sandbox.media.links import file_link, mp4_cache_name
from sandbox.media.ranges import UNSATISFIABLE, asked_range
from sandbox.media.thumbnails import SIZES, thumbnail
from sandbox.media.types import DAMAGE
from sandbox.models import Image
from sandbox.responses import set_headers

REMOVED = "removed.png"
REMOVED_FILE = Path(__file__).with_name(REMOVED)
# Of SIZES: what stands for a picture that is scaled down.
SMALLER = "l"
CHUNK_BYTES = 64 * 1024
logger = logging.getLogger(__name__)


def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file. Its type comes from its bytes, not from ``name``; what is not there is a redirect to removed.png."""
    if request.method not in {"GET", "HEAD"}:
        return simple_page()
    request.META["sandbox.route"] = "GET /i/{file}"
    if name == REMOVED:
        return _file(request, REMOVED_FILE, "image/png")
    stem, _, extension = name.rpartition(".")
    try:
        found = _found(request, stem, extension.lower())
    except (*DAMAGE, av.FFmpegError):
        # The file went while it was being read, or it is damaged further in than uploads are read.
        logger.warning("%s could not be served", name, exc_info=True)
        found = None
    return found or HttpResponseRedirect(f"{settings.SANDBOX_MEDIA_URL}/{REMOVED}")


def _found(request: HttpRequest, stem: str, extension: str) -> HttpResponseBase | None:
    """The original of that id or what is made from it; None when there is no such picture.

    `{id}_d` is a smaller picture and `{id}_lq` the film, as imgur.com's own pages ask for them.
    """
    stem, _, variant = stem.partition("_")
    image = _served(stem)
    if image is not None and variant == "d":
        return _file(request, thumbnail(image, SMALLER), "image/jpeg")
    if image is not None and variant in {"", "lq"}:
        return _original(request, image, extension)
    parent = _served(stem[:-1]) if stem[-1:] in SIZES and not variant else None
    return _file(request, thumbnail(parent, stem[-1]), "image/jpeg") if parent is not None else None


def _served(imgur_id: str) -> Image | None:
    """The image of that id, if it is there and has its file."""
    # In SQL, because every download comes through here, and Django takes longer for the words than for all the rest.
    rows = Image.objects.raw(
        "SELECT * FROM sandbox_image WHERE imgur_id = %s AND deleted_at IS NULL AND file != ''", [imgur_id]
    )
    image = next(iter(rows), None)
    # Only a video may still be awaited.
    if image is not None and image.ready_at is not None and not Image.objects.present().filter(pk=image.pk).exists():
        return None
    return image


def _original(request: HttpRequest, image: Image, extension: str) -> HttpResponseBase:
    if image.is_animated and extension == "gifv":
        return render(request, "sandbox/gifv.html", {"image": image, "mp4": file_link(f"{image.imgur_id}.mp4")})
    if image.is_animated and extension == "mp4" and image.type != "video/mp4":
        return _file(request, _mp4(image), "video/mp4")
    return _file(request, store.path_of(image), image.type)


def _mp4(image: Image) -> Path:
    make = video.gif_to_mp4 if image.type == "image/gif" else video.video_to_mp4
    return store.cached(mp4_cache_name(image.imgur_id), lambda target: make(store.path_of(image), target))


def _file(request: HttpRequest, path: Path, media_type: str) -> HttpResponseBase:
    """The whole file, the part that was asked for, or 304."""
    about = path.stat()
    takes_ranges = switches.current().ranges
    headers = {
        "ETag": f'"{_md5(path, about.st_size, about.st_mtime_ns)}"',
        "Last-Modified": http_date(about.st_mtime),
        "Accept-Ranges": "bytes" if takes_ranges else "none",
        "Cache-Control": "public, max-age=31536000",
        "Access-Control-Allow-Origin": "*",
    }
    unchanged = get_conditional_response(
        request, etag=headers["ETag"], last_modified=int(about.st_mtime), response=None
    )
    if unchanged is not None:
        set_headers(unchanged, headers)
        return unchanged
    versions = {headers["ETag"], headers["Last-Modified"]}
    part = asked_range(request, about.st_size, versions=versions) if takes_ranges else None
    if part is UNSATISFIABLE:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{about.st_size}"})
    if part is None:
        return FileResponse(path.open("rb"), content_type=media_type, headers=headers)
    headers |= {
        "Content-Range": f"bytes {part.first}-{part.last}/{about.st_size}",
        "Content-Length": str(part.length),
    }
    return StreamingHttpResponse(
        _bytes(path, part.first, part.length), status=206, content_type=media_type, headers=headers
    )


@lru_cache(maxsize=10_000)
def _md5(path: Path, size: int, modified_at_ns: int) -> str:
    """The digest of the file, which is its ETag at Imgur. Size and time tell a changed file from the one remembered."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, _new_md5).hexdigest()


def _new_md5() -> "hashlib._Hash":
    return hashlib.md5(usedforsecurity=False)


def _bytes(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK_BYTES, length))):
            length -= len(chunk)
            yield chunk
