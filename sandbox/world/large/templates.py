"""The few pictures that the originals of large accounts are made from: ours, as small as thumbnails."""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image as Pillow

from sandbox.media.types import Facts, inspect
from sandbox.world.recipes import PICTURES, Recipe

# In turn: half of all pictures are photographs, one in twenty is a film.
FORMS = "jpg png jpg webp jpg gif jpg png jpg jpg jpg png jpg webp jpg gif jpg png jpg mp4".split()  # noqa: SIM905
SOURCES = ("aurora", "dunes", "ridge-dawn", "lake-mirror", "forest-fog")
WIDTH = 160
GIF_WIDTH, GIF_FRAMES, GIF_MILLISECONDS = 96, 4, 120


@dataclass(frozen=True)
class Template:
    """A finished file, and what it is."""

    form: str
    content: bytes
    facts: Facts


def template_of(number: int) -> Template:
    """What the picture ``number`` (from 0) of a large account is made from."""
    return _template(FORMS[number % len(FORMS)], SOURCES[number // len(FORMS) % len(SOURCES)])


@cache
def _template(form: str, source: str) -> Template:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"picture.{form}"
        if form == "gif":
            _save_small_gif(source, path)
        else:
            Recipe(source, form, width=WIDTH).make(path)
        return Template(form, path.read_bytes(), inspect(path))


def _save_small_gif(source: str, target: Path) -> None:
    """A view that slides over the picture. Those of the demo world are too large to be had by the thousand."""
    with Pillow.open(PICTURES / f"{source}.webp") as opened:
        picture = opened.convert("RGB").resize((GIF_WIDTH * 2, GIF_WIDTH))
    views = [picture.crop((left, 0, left + GIF_WIDTH, GIF_WIDTH)) for left in range(0, GIF_FRAMES * 24, 24)]
    first, *others = [view.quantize(32, dither=Pillow.Dither.NONE) for view in views]
    first.save(target, format="GIF", save_all=True, append_images=others, duration=GIF_MILLISECONDS, loop=0)
