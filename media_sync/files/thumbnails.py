"""Thumbnails: WebP, made once, kept beside the original."""

import io
from typing import Literal

from PIL import Image as Pillow

Size = Literal["s", "m", "l"]
# Longest side in pixels.
LONGEST_SIDE: dict[Size, int] = {"s": 320, "m": 800, "l": 1600}


def encode(frame: Pillow.Image, size: Size) -> bytes:
    """``frame`` at most as large as ``size`` says; never enlarged."""
    small = frame.copy()
    small.thumbnail((LONGEST_SIDE[size], LONGEST_SIDE[size]), Pillow.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=82, method=3)
    return out.getvalue()
