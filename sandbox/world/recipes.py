"""Making a file of a wanted kind from one of our own pictures in pictures/. The same recipe makes the same picture."""

import array
import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
from PIL import Image as Pillow

from sandbox.media import video
from sandbox.world.lettering import write_lines
from sandbox.world.tints import tinted

PICTURES = Path(__file__).with_name("pictures")
GIF_FRAMES, GIF_WIDTH, GIF_MILLISECONDS = 10, 240, 90
FILM_FRAMES, FILM_WIDTH, FILM_MILLISECONDS = 60, 480, 40
SAMPLES_PER_SECOND, SAMPLES_PER_FRAME, TONE_HERTZ = 44_100, 1024, 220
# How much of the picture a moving view shows.
VIEW = 0.72
# Parts of a picture by their names: left, top, right, bottom.
CROPS = {
    "top": (0.0, 0.0, 1.0, 0.55),
    "bottom": (0.0, 0.45, 1.0, 1.0),
    "left": (0.0, 0.0, 0.55, 1.0),
    "right": (0.45, 0.0, 1.0, 1.0),
    "middle": (0.2, 0.2, 0.8, 0.8),
    "tl": (0.0, 0.0, 0.6, 0.6),
    "tr": (0.4, 0.0, 1.0, 0.6),
    "bl": (0.0, 0.4, 0.6, 1.0),
    "br": (0.4, 0.4, 1.0, 1.0),
    # Of a chart: without its heading and the words along its edges, which are about something else.
    "plot": (0.07, 0.19, 1.0, 0.84),
    "plotl": (0.07, 0.19, 0.55, 0.84),
    "plotr": (0.5, 0.19, 1.0, 0.84),
}


@dataclass(frozen=True)
class Recipe:
    """``form`` is an extension; ``crop`` is left, top, right, bottom in parts of the whole; ``width`` in pixels.

    ``tint`` is a name of `tints`; ``lines`` are written over the picture, one above and one below; ``quality`` is that
    of a JPEG. A GIF moves unless it ``is_still``.
    """

    source: str
    form: str = "jpg"
    crop: tuple[float, float, float, float] | None = None
    width: int | None = None
    has_sound: bool = False
    tint: str | None = None
    lines: tuple[str, str] | None = None
    quality: int = 86
    is_still: bool = False

    def make(self, target: Path) -> None:
        """Write the file. A WebP that is not changed is the original, byte for byte."""
        if self.form == "webp" and self.crop is None and self.width is None:
            shutil.copyfile(PICTURES / f"{self.source}.webp", target)
            return
        picture = self._cut(_original(self.source))
        if self.tint is not None:
            picture = tinted(picture, self.tint)
        if self.lines is not None:
            write_lines(picture, *self.lines)
        match self.form:
            case "jpg":
                picture.save(target, format="JPEG", quality=self.quality)
            case "png":
                picture.save(target, format="PNG")
            case "webp":
                picture.save(target, format="WEBP", quality=80)
            case "gif" if self.is_still:
                picture.quantize(64, dither=Pillow.Dither.NONE).save(target, format="GIF")
            case "gif":
                _save_gif(picture, target)
            case "mp4":
                _save_film(picture, target, has_sound=self.has_sound)
            case form:
                raise ValueError(f"There is no recipe for {form}.")

    def _cut(self, picture: Pillow.Image) -> Pillow.Image:
        if self.crop is not None:
            left, top, right, bottom = self.crop
            width, height = picture.size
            picture = picture.crop((int(left * width), int(top * height), int(right * width), int(bottom * height)))
        if self.width is not None:
            picture = _scaled(picture, self.width)
        return picture


@lru_cache(maxsize=4)
def _original(source: str) -> Pillow.Image:
    """One of our own pictures. The last few are remembered: many recipes in a row are of the same."""
    with Pillow.open(PICTURES / f"{source}.webp") as opened:
        return opened.convert("RGB")


def _scaled(picture: Pillow.Image, width: int) -> Pillow.Image:
    return picture.resize((width, round(picture.height * width / picture.width)), Pillow.Resampling.LANCZOS)


def _moving_view(picture: Pillow.Image, frames: int) -> Iterator[Pillow.Image]:
    """A view that wanders once around the picture and comes back to where it began."""
    width, height = int(picture.width * VIEW), int(picture.height * VIEW)
    for number in range(frames):
        turn = 2 * math.pi * number / frames
        left = int((picture.width - width) * (1 + math.cos(turn)) / 2)
        top = int((picture.height - height) * (1 + math.sin(turn)) / 2)
        yield picture.crop((left, top, left + width, top + height))


def _save_gif(picture: Pillow.Image, target: Path) -> None:
    views = _moving_view(_scaled(picture, round(GIF_WIDTH / VIEW)), GIF_FRAMES)
    first, *others = [view.quantize(64, dither=Pillow.Dither.NONE) for view in views]
    first.save(target, format="GIF", save_all=True, append_images=others, duration=GIF_MILLISECONDS, loop=0)


def _save_film(picture: Pillow.Image, target: Path, *, has_sound: bool) -> None:
    views = list(_moving_view(_scaled(picture, round(FILM_WIDTH / VIEW)), FILM_FRAMES))
    timed = ((view, number * FILM_MILLISECONDS) for number, view in enumerate(views))
    video.encode(target, views[0].size, timed, _hum() if has_sound else ())


def _hum() -> Iterator[av.AudioFrame]:
    """A quiet tone as long as the film."""
    total = SAMPLES_PER_SECOND * FILM_FRAMES * FILM_MILLISECONDS // 1000
    for first in range(0, total, SAMPLES_PER_FRAME):
        wave = (
            math.sin(2 * math.pi * TONE_HERTZ * n / SAMPLES_PER_SECOND) for n in range(first, first + SAMPLES_PER_FRAME)
        )
        frame = av.AudioFrame(format="s16", layout="mono", samples=SAMPLES_PER_FRAME)
        frame.planes[0].update(array.array("h", (int(3000 * value) for value in wave)).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = SAMPLES_PER_SECOND, first, Fraction(1, SAMPLES_PER_SECOND)
        yield frame
