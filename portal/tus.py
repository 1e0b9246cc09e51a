"""The words of the tus 1.0 protocol: which headers say what. https://tus.io/protocols/resumable-upload"""

import binascii
from base64 import b64decode
from dataclasses import dataclass

from django.http import HttpRequest

from media_sync.models import BatchFile

VERSION = "1.0.0"
ABILITIES = {"Tus-Version": VERSION, "Tus-Extension": "creation,termination"}
_PIECE_TYPE = "application/offset+octet-stream"


class BadRequestError(Exception):
    """The request does not follow the protocol; the message says in what."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Creation:
    client_key: str
    name: str
    size_bytes: int


@dataclass(frozen=True)
class Piece:
    offset: int
    length: int


def creation_of(request: HttpRequest) -> Creation:
    """What a creation asks for. ``key`` in the metadata makes asking twice harmless. Raises BadRequestError."""
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    key, name = metadata.get("key", ""), metadata.get("filename", "")
    if not 0 < len(key) <= 64 or not key.isprintable():
        raise BadRequestError("Upload-Metadata needs a key of 1 to 64 printable characters.")
    if not name:
        raise BadRequestError("Upload-Metadata needs a filename.")
    return Creation(client_key=key, name=name[-255:], size_bytes=_number(request, "Upload-Length"))


def piece_of(request: HttpRequest, *, largest: int) -> Piece:
    """Where the request's body belongs and how long it is. Raises BadRequestError."""
    if request.content_type != _PIECE_TYPE:
        raise BadRequestError(f"Content-Type has to be {_PIECE_TYPE}.", status=415)
    offset, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    if length > largest:
        raise BadRequestError(f"A piece has at most {largest} bytes.", status=413)
    return Piece(offset, length)


def offset_headers(file: BatchFile, received_bytes: int) -> dict[str, str]:
    return {"Upload-Offset": str(received_bytes), "Upload-Length": str(file.size_bytes)}


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise BadRequestError(f"{header} has to be a whole number.")
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """``filename d29ybGQ=,key YWJj`` as a dict."""
    pairs = (pair.strip().partition(" ") for pair in header.split(",") if pair.strip())
    try:
        return {name: b64decode(value, validate=True).decode() for name, _, value in pairs}
    except (binascii.Error, UnicodeDecodeError) as error:
        raise BadRequestError("Upload-Metadata cannot be read.") from error
