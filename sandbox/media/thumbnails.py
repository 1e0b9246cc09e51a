"""Thumbnails: one letter after the id. JPEG whatever the extension says, made once and kept in the cache."""

from pathlib import Path

from PIL import Image as Pillow
from PIL import ImageOps

from sandbox.media import store, video
from sandbox.models import Image

# Letter: box in pixels, and whether proportions are kept (else the middle is cut out).
SIZES: dict[str, tuple[int, bool]] = {
    "s": (90, False),
    "b": (160, False),
    "t": (160, True),
    "m": (320, True),
    "l": (640, True),
    "h": (1024, True),
}
QUALITY = 84


def thumbnail(image: Image, letter: str) -> Path:
    """The thumbnail of ``image`` for one of the letters of SIZES."""
    return store.cached(f"{image.imgur_id}{letter}.jpg", lambda target: _make(image, letter, target))


def _make(image: Image, letter: str, target: Path) -> None:
    box, keeps_proportions = SIZES[letter]
    picture = _still(image)
    if keeps_proportions:
        picture.thumbnail((box, box), Pillow.Resampling.LANCZOS)
    else:
        picture = ImageOps.fit(picture, (box, box), Pillow.Resampling.LANCZOS)
    picture.save(target, format="JPEG", quality=QUALITY)


def _still(image: Image) -> Pillow.Image:
    """The picture, or the first one of a video, upright and on white where it was transparent."""
    path = store.path_of(image)
    if image.type.startswith("video/"):
        return video.first_frame(path)
    with Pillow.open(path) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    ground = Pillow.new("RGBA", upright.size, "white")
    return Pillow.alpha_composite(ground, upright).convert("RGB")
