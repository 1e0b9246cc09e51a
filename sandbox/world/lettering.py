"""Writing on pictures, in the way of memes: white capitals with a dark edge."""

from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

MARGIN = 0.04
SMALLEST_POINTS = 12


def write_lines(picture: Pillow.Image, top: str, bottom: str) -> None:
    """Write one line along the upper edge of ``picture`` and one along the lower."""
    draw = ImageDraw.Draw(picture)
    margin = round(picture.height * MARGIN)
    for line, anchor, y in ((top, "ma", margin), (bottom, "md", picture.height - margin)):
        text = line.upper()
        font = _fitting_font(draw, text, picture)
        edge = max(1, round(font.size / 14))
        draw.text((picture.width / 2, y), text, "white", font, anchor, stroke_width=edge, stroke_fill="black")


def _fitting_font(draw: ImageDraw.ImageDraw, text: str, picture: Pillow.Image) -> ImageFont.FreeTypeFont:
    """The font that comes with Pillow, as large as the width of the picture lets the line be."""
    points = picture.height // 8
    while True:
        font = ImageFont.load_default(points)
        assert isinstance(font, ImageFont.FreeTypeFont)  # given a size, it is one
        if points <= SMALLEST_POINTS or draw.textlength(text, font) <= picture.width * (1 - 2 * MARGIN):
            return font
        points -= 2
