"""How the sheets write pictures: `source@crop~tint.form*width=Title`, all but the source may be missing.

`trail-map@tl~sepia=First try` is the upper left part of trail-map.webp, in sepia, as a JPEG with a title. Forms are
those of `recipes`, and `gif-still` for a GIF that does not move.
"""

import re

from sandbox.world.people import Picture
from sandbox.world.recipes import CROPS, Recipe

QUALITY = 76
WHOLE_WIDTH, PART_WIDTH = 640, 480
_NOTATION = re.compile(
    r"(?P<source>[a-z-]+)(?:@(?P<crop>\w+))?(?:~(?P<tint>\w+))?(?:\.(?P<form>[\w-]+))?(?:\*(?P<width>\d+))?"
    r"(?:=(?P<title>.+))?"
)


def picture(written: str, lines: tuple[str, str] | None = None) -> Picture:
    """The picture that ``written`` means; ``lines`` are written over it."""
    found = _NOTATION.fullmatch(written.strip())
    if found is None:
        raise ValueError(f"{written!r} is no picture. It has to be source@crop~tint.form*width=Title.")
    form = found["form"] or "jpg"
    width = int(found["width"]) if found["width"] else (PART_WIDTH if found["crop"] else WHOLE_WIDTH)
    recipe = Recipe(
        found["source"],
        form.removesuffix("-still"),
        crop=CROPS[found["crop"]] if found["crop"] else None,
        width=width,
        tint=found["tint"],
        lines=lines,
        quality=QUALITY,
        is_still=form.endswith("-still"),
    )
    return Picture(recipe, found["title"])
