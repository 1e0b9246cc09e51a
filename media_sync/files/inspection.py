"""Looking into a file before it is accepted: is it whole, what does it measure."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

import av
from django.conf import settings
from PIL import ExifTags, ImageOps
from PIL import Image as Pillow

from media_sync.files import media_types
from media_sync.files.media_types import HEAD_BYTES, MediaType, media_type_of
from media_sync.files.wholeness import reaches_its_end

# Ours says the limit in a sentence; Pillow's would only warn below twice its own.
Pillow.MAX_IMAGE_PIXELS = None

_MIB = 1024 * 1024


class RefusedFileError(Exception):
    """The file cannot go to Imgur; the message says what is wrong with it and what to do, for a person."""


class TooManyPixelsError(RefusedFileError):
    """The picture is larger than we decode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What a file measures. ``tint`` is its mean colour, as "#rrggbb"; empty if it was not decoded."""

    media_type: MediaType
    width: int
    height: int
    is_animated: bool
    has_sound: bool
    duration_seconds: float | None
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a file measures. ``frame`` is a still of it for thumbnails, upright, at most 1,600 px a side."""

    media_type: MediaType
    width: int
    height: int
    is_animated: bool
    has_sound: bool
    duration_seconds: float | None
    frame: Pillow.Image

    @property
    def measures(self) -> Measures:
        return Measures(
            media_type=self.media_type, width=self.width, height=self.height, is_animated=self.is_animated,
            has_sound=self.has_sound, duration_seconds=self.duration_seconds, tint=self.tint,
        )  # fmt: skip

    @property
    def tint(self) -> str:
        """The mean colour, as "#rrggbb"."""
        red, green, blue = self.frame.convert("RGB").resize((1, 1), Pillow.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
        return f"#{red:02x}{green:02x}{blue:02x}"


FRAME_PIXELS = 1600
# Enough for a mean colour; a JPEG is decoded at an eighth of its size for it.
_TINT_PIXELS = 64
# EXIF's orientations in which width and height change places.
_LYING = {5, 6, 7, 8}
_MAY_MOVE = {media_types.GIF, media_types.PNG, media_types.WEBP}
# No other decoder of Pillow's ever sees a file.
_PILLOW_NAMES = {
    media_types.JPEG: "JPEG",
    media_types.PNG: "PNG",
    media_types.GIF: "GIF",
    media_types.WEBP: "WEBP",
    media_types.TIFF: "TIFF",
    media_types.BMP: "BMP",
}
_DEMUXERS = {
    media_types.MP4: "mov",
    media_types.QUICKTIME: "mov",
    media_types.WEBM: "matroska",
    media_types.MATROSKA: "matroska",
    media_types.FLV: "flv",
    media_types.AVI: "avi",
    media_types.WMV: "asf",
}
# Their boxes were followed to the last byte already.
_TOLD_BY_BOXES = {media_types.MP4, media_types.QUICKTIME}
# Hours of video; a file made of tiny packets must not keep a process busy.
_MOST_PACKETS = 1_000_000


def check_size(size_bytes: int) -> None:
    """What can be said before a byte has arrived. Raises RefusedFileError."""
    if size_bytes <= 0:
        raise RefusedFileError("The file is empty.")
    if size_bytes > settings.UPLOAD_MAX_BYTES:
        raise RefusedFileError(
            f"The file has {megabytes(size_bytes)}. Imgur takes {megabytes(settings.UPLOAD_MAX_BYTES)} at most. "
            "Make it smaller and add it again."
        )


def inspect(path: Path) -> Facts:
    """Read the file wholly enough to know that it is whole. Raises RefusedFileError."""
    return _inspect(path, FRAME_PIXELS, most_still_bytes=settings.UPLOAD_MAX_STILL_BYTES)


def measure(path: Path) -> Measures:
    """The same for a file that does not go to Imgur but comes from there: at less cost, and a still may have as many
    bytes as it likes. Raises RefusedFileError.
    """
    return _inspect(path, _TINT_PIXELS, most_still_bytes=settings.UPLOAD_MAX_BYTES).measures


def measure_as_it_is(path: Path) -> Measures:
    """The same of a file that is taken although it is damaged or has too many pixels; then by its header alone. Raises
    RefusedFileError for what is neither picture nor video.
    """
    try:
        return measure(path)
    except RefusedFileError:
        with path.open("rb") as file:
            media_type = media_type_of(file.read(HEAD_BYTES))
        if media_type is None:
            raise
        return measure_by_header(path, media_type)


def measure_by_header(path: Path, media_type: MediaType) -> Measures:
    """What can be said of a file of ``media_type`` without decoding it; zeros for what cannot."""
    width = height = 0
    is_animated = media_type.is_video
    if not media_type.is_video:
        try:
            with _decoding(), Pillow.open(path, formats=[_PILLOW_NAMES[media_type]]) as picture:
                width, height = picture.size
                is_animated = media_type in _MAY_MOVE and getattr(picture, "is_animated", False)
        except RefusedFileError:
            pass
    return Measures(
        media_type=media_type, width=width, height=height, is_animated=is_animated, has_sound=False,
        duration_seconds=None, tint="",
    )  # fmt: skip


def _inspect(path: Path, frame_pixels: int, *, most_still_bytes: int) -> Facts:
    check_size(path.stat().st_size)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        media_type = media_type_of(head)
        if media_type is None:
            raise RefusedFileError(
                "This is not a picture or video that Imgur takes. It takes JPEG, PNG, GIF, WebP, TIFF, BMP, MP4, WebM, "
                "QuickTime and a few older video types; the name of a file does not count."
            )
        if not reaches_its_end(path, media_type):
            raise _damaged()
        file.seek(0)
        if media_type.is_video:
            return _inspect_video(file, media_type, demuxer=_demuxer(media_type, head), frame_pixels=frame_pixels)
        is_too_large_a_still = path.stat().st_size > most_still_bytes
        return _inspect_picture(file, media_type, frame_pixels=frame_pixels, is_too_large_a_still=is_too_large_a_still)


@contextmanager
def _decoding() -> Iterator[None]:
    """Around calls of a decoder and nothing else: whatever damaged bytes make it stumble over, struct.error and
    IndexError among it, is the file's fault. Too little memory is not.
    """
    try:
        yield
    except (MemoryError, RefusedFileError):
        raise
    except Exception as error:
        raise _damaged() from error


def _inspect_picture(file: BinaryIO, media_type: MediaType, *, frame_pixels: int, is_too_large_a_still: bool) -> Facts:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with _decoding():
            picture = Pillow.open(file, formats=[_PILLOW_NAMES[media_type]])
        with picture:
            with _decoding():
                # A phone's JPEG may hold a second picture, and a TIFF pages: neither moves.
                is_animated = media_type in _MAY_MOVE and getattr(picture, "is_animated", False)
            _check_pixels("picture", *picture.size)
            if not is_animated and is_too_large_a_still:
                raise RefusedFileError(
                    f"The picture has {megabytes(os.fstat(file.fileno()).st_size)}. Imgur takes still pictures up to "
                    f"{megabytes(settings.UPLOAD_MAX_STILL_BYTES)}. Make it smaller and add it again."
                )
            with _decoding():
                (width, height), frame = _frame_of(picture, frame_pixels)
    return Facts(
        media_type=media_type, width=width, height=height, is_animated=is_animated, has_sound=False,
        duration_seconds=None, frame=frame,
    )  # fmt: skip


def _frame_of(picture: Pillow.Image, frame_pixels: int) -> tuple[tuple[int, int], Pillow.Image]:
    """The upright size of ``picture`` and a still of it, in as little memory as it can be had."""
    size = picture.size
    # A JPEG's decoder gives a smaller picture for much less memory; it still reads the file to its last row.
    is_reduced = picture.draft(None, (frame_pixels, frame_pixels)) is not None
    picture.load()  # decodes to the last row: a file that was cut off ends here
    if not is_reduced:
        size = picture.size  # a TIFF is turned by now
    if picture.getexif().get(ExifTags.Base.Orientation, 1) in _LYING:
        size = size[::-1]
    if picture.mode == "P":  # colours of a palette cannot be mixed
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((frame_pixels, frame_pixels))
    ImageOps.exif_transpose(picture, in_place=True)
    return size, picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _inspect_video(file: BinaryIO, media_type: MediaType, *, demuxer: str, frame_pixels: int) -> Facts:
    with _decoding():
        # The demuxer is ours to name, and only the file itself may be read: a playlist in a video's clothes would
        # otherwise make us open other files, or addresses, in its author's stead. Opening decodes no picture: how large
        # they are is not known before.
        container = av.open(
            file, "r", format=demuxer, metadata_errors="ignore", io_open=_open_nothing, buffer_size=_MIB,
            container_options={"protocol_whitelist": "file"}, options={"skip_frame": "all"},
        )  # fmt: skip
    with container:
        if not container.streams.video:
            raise RefusedFileError("This video holds no pictures. Imgur takes videos only with a picture track.")
        stream = container.streams.video[0]
        _check_pixels("video", stream.width, stream.height)
        picture = _first_picture(container, stream, to_the_end=media_type not in _TOLD_BY_BOXES)
        width, height = picture.width, picture.height
        _check_pixels("video", width, height)
        shrink = min(1, frame_pixels / max(width, height))
        with _decoding():
            frame = picture.to_image(width=max(1, round(width * shrink)), height=max(1, round(height * shrink)))
        duration = float(container.duration / av.time_base) if container.duration else None
        has_sound = bool(container.streams.audio)
    return Facts(
        media_type=media_type, width=width, height=height, is_animated=True, has_sound=has_sound,
        duration_seconds=duration, frame=frame,
    )  # fmt: skip


def _first_picture(
    container: av.container.InputContainer, stream: av.VideoStream, *, to_the_end: bool
) -> av.VideoFrame:
    """The first picture of ``stream``. ``to_the_end`` reads on without decoding: a packet that lacks its end, or an
    error on the way, is damage.
    """
    picture = None
    with _decoding():
        # Should a picture be larger than the container says.
        stream.codec_context.options = {"max_pixels": str(settings.UPLOAD_MAX_PIXELS)}
        for number, packet in enumerate(container.demux()):
            if packet.is_corrupt:
                raise _damaged()
            if picture is None and packet.stream is stream:
                picture = next(iter(stream.decode(packet)), None)
            if picture is not None and (not to_the_end or number >= _MOST_PACKETS):
                break
    if picture is None:
        raise _damaged()
    return picture


def _demuxer(media_type: MediaType, head: bytes) -> str:
    """FFmpeg's name for the container. MPEG comes as a program stream, or as pictures alone."""
    if media_type is media_types.MPEG:
        return "mpeg" if head[:4] == b"\x00\x00\x01\xba" else "mpegvideo"
    return _DEMUXERS[media_type]


def _open_nothing(url: str, flags: int, options: object) -> NoReturn:
    raise PermissionError("A file that people bring opens no other.")


def _check_pixels(what: str, width: int, height: int) -> None:
    if width * height > settings.UPLOAD_MAX_PIXELS:
        raise TooManyPixelsError(
            f"The {what} has {width * height // 1_000_000} million pixels; "
            f"{settings.UPLOAD_MAX_PIXELS // 1_000_000} million are taken at most. Make it smaller and add it again."
        )


def _damaged() -> RefusedFileError:
    return RefusedFileError(
        "The file is damaged or was cut off: it ends before its picture does. Save or copy it anew and add it again."
    )


def megabytes(size_bytes: int) -> str:
    """For sentences: "300 MB", "1.5 MB"."""
    amount = size_bytes / _MIB
    return f"{amount:.0f} MB" if amount >= 10 else f"{amount:.1f} MB"
