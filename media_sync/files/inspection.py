"""Looking into a file before it is accepted: is it whole, what does it measure."""

import warnings
from dataclasses import dataclass
from pathlib import Path

import av
from django.conf import settings
from PIL import Image as Pillow
from PIL import ImageOps

from media_sync.files.media_types import HEAD_BYTES, MediaType, media_type_of

# Ours says the limit in a sentence; Pillow's would only warn below twice its own.
Pillow.MAX_IMAGE_PIXELS = None

_MIB = 1024 * 1024


class RefusedFileError(Exception):
    """The file cannot go to Imgur; the message says what is wrong with it and what to do, for a person."""


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
    def tint(self) -> str:
        """The mean colour, as "#rrggbb"."""
        red, green, blue = self.frame.convert("RGB").resize((1, 1), Pillow.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
        return f"#{red:02x}{green:02x}{blue:02x}"


FRAME_PIXELS = 1600


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
    check_size(path.stat().st_size)
    with path.open("rb") as file:
        media_type = media_type_of(file.read(HEAD_BYTES))
    if media_type is None:
        raise RefusedFileError(
            "This is not a picture or video that Imgur takes. It takes JPEG, PNG, GIF, WebP, TIFF, BMP, MP4, WebM, "
            "QuickTime and a few older video types; the name of a file does not count."
        )
    return _inspect_video(path, media_type) if media_type.is_video else _inspect_picture(path, media_type)


def _inspect_picture(path: Path, media_type: MediaType) -> Facts:
    try:
        with warnings.catch_warnings(), Pillow.open(path) as picture:
            warnings.simplefilter("ignore")
            is_animated = getattr(picture, "n_frames", 1) > 1
            width, height = picture.size
            if width * height > settings.UPLOAD_MAX_PIXELS:
                raise RefusedFileError(
                    f"The picture has {width * height // 1_000_000} million pixels; "
                    f"{settings.UPLOAD_MAX_PIXELS // 1_000_000} million are taken at most. "
                    "Make it smaller and add it again."
                )
            if not is_animated and path.stat().st_size > settings.UPLOAD_MAX_STILL_BYTES:
                raise RefusedFileError(
                    f"The picture has {megabytes(path.stat().st_size)}. Imgur takes still pictures up to "
                    f"{megabytes(settings.UPLOAD_MAX_STILL_BYTES)}. Make it smaller and add it again."
                )
            picture.load()  # decodes to the last row: a file that was cut off ends here
            upright = ImageOps.exif_transpose(picture)
            width, height = upright.size
            upright.thumbnail((FRAME_PIXELS, FRAME_PIXELS))
            frame = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except RefusedFileError:
        raise
    # Pillow's decoders raise whatever the damage makes them stumble over, struct.error and IndexError among it.
    except Exception as error:
        raise _damaged() from error
    return Facts(
        media_type=media_type, width=width, height=height, is_animated=is_animated, has_sound=False,
        duration_seconds=None, frame=frame,
    )  # fmt: skip


def _inspect_video(path: Path, media_type: MediaType) -> Facts:
    try:
        with av.open(str(path), metadata_errors="ignore") as container:
            if not container.streams.video:
                raise RefusedFileError("This video holds no pictures. Imgur takes videos only with a picture track.")
            stream = container.streams.video[0]
            duration = float(container.duration / av.time_base) if container.duration else None
            frame = next(container.decode(stream)).to_image()
            width, height, has_sound = stream.width, stream.height, bool(container.streams.audio)
    except RefusedFileError:
        raise
    except (av.FFmpegError, StopIteration, ValueError, OSError) as error:
        raise _damaged() from error
    frame.thumbnail((FRAME_PIXELS, FRAME_PIXELS))
    return Facts(
        media_type=media_type, width=width, height=height, is_animated=True, has_sound=has_sound,
        duration_seconds=duration, frame=frame,
    )  # fmt: skip


def _damaged() -> RefusedFileError:
    return RefusedFileError(
        "The file is damaged or was cut off: it ends before its picture does. Save or copy it anew and add it again."
    )


def megabytes(size_bytes: int) -> str:
    """For sentences: "300 MB", "1.5 MB"."""
    amount = size_bytes / _MIB
    return f"{amount:.0f} MB" if amount >= 10 else f"{amount:.1f} MB"
