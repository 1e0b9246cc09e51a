"""What a file is, told by its first bytes and never by its name.

Accepted is what Imgur's documentation lists (JPEG, PNG, GIF, APNG, TIFF; MP4, WebM, Matroska, QuickTime, FLV, AVI, WMV,
MPEG; see https://apidocs.imgur.com/#image-upload), and WebP and BMP, which its site takes.
"""

from collections.abc import Callable
from dataclasses import dataclass

# As many bytes as a decision needs.
HEAD_BYTES = 64


@dataclass(frozen=True, slots=True)
class MediaType:
    """``label`` is what a person calls it."""

    content_type: str
    extension: str
    label: str

    @property
    def is_video(self) -> bool:
        return self.content_type.startswith("video/")


JPEG = MediaType("image/jpeg", "jpg", "JPEG")
PNG = MediaType("image/png", "png", "PNG")
GIF = MediaType("image/gif", "gif", "GIF")
WEBP = MediaType("image/webp", "webp", "WebP")
TIFF = MediaType("image/tiff", "tiff", "TIFF")
BMP = MediaType("image/bmp", "bmp", "BMP")
MP4 = MediaType("video/mp4", "mp4", "MP4")
QUICKTIME = MediaType("video/quicktime", "mov", "QuickTime")
WEBM = MediaType("video/webm", "webm", "WebM")
MATROSKA = MediaType("video/x-matroska", "mkv", "Matroska")
FLV = MediaType("video/x-flv", "flv", "FLV")
AVI = MediaType("video/x-msvideo", "avi", "AVI")
WMV = MediaType("video/x-ms-wmv", "wmv", "WMV")
MPEG = MediaType("video/mpeg", "mpg", "MPEG")

ACCEPTED = (JPEG, PNG, GIF, WEBP, TIFF, BMP, MP4, QUICKTIME, WEBM, MATROSKA, FLV, AVI, WMV, MPEG)
BY_CONTENT_TYPE = {media_type.content_type: media_type for media_type in ACCEPTED}

# Containers that look like MP4 but hold stills, which Imgur refuses.
_STILL_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


def _brand(head: bytes) -> bytes | None:
    return head[8:12] if head[4:8] == b"ftyp" else None


_TESTS: tuple[tuple[Callable[[bytes], bool], MediaType], ...] = (
    (lambda head: head[:3] == b"\xff\xd8\xff", JPEG),
    (lambda head: head[:8] == b"\x89PNG\r\n\x1a\n", PNG),
    (lambda head: head[:6] in {b"GIF87a", b"GIF89a"}, GIF),
    (_riff(b"WEBP"), WEBP),
    (_riff(b"AVI "), AVI),
    (lambda head: head[:4] in {b"II*\x00", b"MM\x00*"}, TIFF),
    (lambda head: head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00", BMP),
    (lambda head: _brand(head) == b"qt  ", QUICKTIME),
    (lambda head: (_brand(head) or b"heic") not in _STILL_BRANDS, MP4),
    (lambda head: head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head, WEBM),
    (lambda head: head[:4] == b"\x1aE\xdf\xa3", MATROSKA),
    (lambda head: head[:4] == b"FLV\x01", FLV),
    (lambda head: head[:4] == b"0&\xb2u", WMV),
    (lambda head: head[:4] in {b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3"}, MPEG),
)


def media_type_of(head: bytes) -> MediaType | None:
    """What a file that begins with ``head`` (HEAD_BYTES of it) is; None if it is nothing that Imgur takes."""
    return next((media_type for test, media_type in _TESTS if test(head)), None)
