"""Getting at the bytes of an upload: a file, base64 text, or a URL of this computer."""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from sandbox.api.errors import ApiError, CodedError
from sandbox.api.fetch import fetch
from sandbox.api.parameters import Parameters
from sandbox.media import store

URL_SCHEMES = ("http://", "https://")


@dataclass(frozen=True)
class Source:
    """The bytes, in an incoming file that the receiver has to move or delete, and the name they came with."""

    path: Path
    name: str


def over_size_limit() -> ApiError:
    return ApiError(400, "File is over the size limit")


def receive(parameters: Parameters) -> Source:
    """The upload's bytes on disk. Raises ApiError with the texts of the reference, and leaves no file behind then."""
    path = store.new_incoming()
    try:
        name = _fill(path, parameters)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Source(path, name)


def _fill(path: Path, parameters: Parameters) -> str:
    """Write the bytes to ``path``; answer the file's name."""
    kind = (parameters.text("type") or "").lower()
    file = parameters.file("image") or parameters.file("video")
    if file is not None:
        if kind == "base64":
            raise CodedError(400, "File was not uploaded correctly", code=400)
        _write_file(path, file)
        return file.name or ""
    text = (parameters.text("image") or "").strip()
    if not text and kind == "url":
        text = (parameters.text("video") or "").strip()
    if not text:
        raise ApiError(400, "No image data was sent to the upload api")
    if not text.lower().startswith(URL_SCHEMES):
        path.write_bytes(_decode(text))
    elif kind == "base64":
        raise CodedError(400, "File type invalid (1)", code=1003)
    else:
        fetch(text, path)
    return parameters.text("name") or ""


def _write_file(path: Path, file: UploadedFile) -> None:
    if not file.size:
        raise ApiError(400, "No image data was sent to the upload api")
    if file.size > settings.SANDBOX_VIDEO_BYTES:
        raise over_size_limit()
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)


def _decode(text: str) -> bytes:
    """Base64, whatever `type` says (quirk Q27). What is neither base64 nor a URL is answered as a wrong URL."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise ApiError(400, f'Invalid URL ("{text[:200]}")') from None
