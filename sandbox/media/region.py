"""The picture that stands in for every file where Imgur has closed itself off (quirk Q38)."""

import io
from functools import cache

from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

SIZE = (640, 360)
TEXT = "Content not viewable in your region"


@cache
def region_picture() -> bytes:
    """A PNG of our own with the sentence that people report."""
    picture = Pillow.new("RGB", SIZE, "#1b1b1d")
    draw = ImageDraw.Draw(picture)
    draw.text((SIZE[0] / 2, SIZE[1] / 2), TEXT, "white", ImageFont.load_default(28), anchor="mm")
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG")
    return buffer.getvalue()
