"""What a file is, read from its bytes and never from its name."""

import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

import av
from django.conf import settings
from PIL import Image as Pillow

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/tiff": "tif",
    "image/webp": "webp",
    "image/bmp": "bmp",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/quicktime": "mov",
    "video/x-msvideo": "avi",
    "video/x-flv": "flv",
    "video/x-ms-wmv": "wmv",
    "video/mpeg": "mpeg",
}
_PILLOW_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
}
# Brands of ISO base media files that hold a still picture: HEIC, HEIF, AVIF.
_STILL_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}

# What Pillow raises for damaged files; SyntaxError for a broken PNG, EOFError for a picture that is missing from a GIF.
DAMAGE = (OSError, EOFError, ValueError, SyntaxError, IndexError, OverflowError, struct.error)
# So many pictures of a GIF are read to their ends before it is believed; it may have as many as it likes.
FRAMES_READ = 200


class UnknownTypeError(Exception):
    """The file is none of the kinds that Imgur takes, or it is damaged."""


@dataclass(frozen=True)
class Facts:
    """What the bytes say. ``is_animated`` is true for videos too, as in Imgur's answers."""

    type: str
    width: int
    height: int
    is_animated: bool = False
    has_sound: bool = False

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.type]

    @property
    def is_video(self) -> bool:
        return self.type.startswith("video/")


def inspect(path: Path) -> Facts:
    """What the file at ``path`` is. Raises UnknownTypeError."""
    with path.open("rb") as file:
        head = file.read(64)
    video = _video_type(head)
    return _inspect_video(path, video) if video else _inspect_still(path)


def _video_type(head: bytes) -> str | None:
    """The media type of a video, by its first bytes; None if it is none. Raises UnknownTypeError for HEIC."""
    if head[4:8] == b"ftyp":
        if head[8:12] in _STILL_BRANDS:
            raise UnknownTypeError
        return "video/quicktime" if head[8:12] == b"qt  " else "video/mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head else "video/x-matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "video/x-msvideo"
    if head.startswith(b"FLV"):
        return "video/x-flv"
    if head.startswith(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"):
        return "video/x-ms-wmv"
    if head.startswith((b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")):
        return "video/mpeg"
    return None


def _inspect_video(path: Path, media_type: str) -> Facts:
    try:
        with av.open(str(path)) as container:
            pictures = container.streams.video[0]
            next(container.decode(pictures))
            return Facts(
                media_type, pictures.width, pictures.height, is_animated=True, has_sound=bool(container.streams.audio)
            )
    except (av.FFmpegError, IndexError, StopIteration):
        raise UnknownTypeError from None


def _inspect_still(path: Path) -> Facts:
    try:
        with warnings.catch_warnings():
            # A picture of absurd dimensions is refused, not decoded.
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(path) as picture:
                media_type = _PILLOW_TYPES.get(picture.format or "")
                name = "JPEG" if picture.format == "MPO" else picture.format
                if media_type is None or name not in settings.SANDBOX_IMAGE_TYPES:
                    raise UnknownTypeError
                width, height = picture.size
                is_animated = media_type == "image/gif" and getattr(picture, "n_frames", 1) > 1
                picture.verify()
            _read_to_its_end(path)
    except (*DAMAGE, Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise UnknownTypeError from None
    return Facts(media_type, width, height, is_animated=is_animated)


def _read_to_its_end(path: Path) -> None:
    """Decode the picture: `verify` looks into a PNG only. Raises one of DAMAGE."""
    with Pillow.open(path) as picture:
        # Of the other kinds only the first picture is ever shown.
        frames = getattr(picture, "n_frames", 1) if picture.format == "GIF" else 1
        for number in range(min(frames, FRAMES_READ)):
            picture.seek(number)
            picture.load()
