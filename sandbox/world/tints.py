"""Colouring a picture as a whole, so that one picture of ours can stand for several."""

from PIL import Image as Pillow

# Each row makes a channel out of red, green, blue, and something added.
_SEPIA = (0.393, 0.769, 0.189, 0, 0.349, 0.686, 0.168, 0, 0.272, 0.534, 0.131, 0)
_MONO = (0.299, 0.587, 0.114, 0) * 3
_DUSK = (0.55, 0.10, 0.15, 0, 0.10, 0.50, 0.25, 4, 0.20, 0.25, 0.75, 28)
_MOSS = (0.45, 0.30, 0.10, 4, 0.20, 0.70, 0.10, 16, 0.15, 0.30, 0.40, 4)
_ROSE = (0.75, 0.25, 0.15, 18, 0.20, 0.50, 0.20, 4, 0.25, 0.25, 0.50, 16)
_PALE = (0.55, 0.05, 0.05, 88, 0.05, 0.55, 0.05, 88, 0.05, 0.05, 0.55, 84)
TINTS = {"sepia": _SEPIA, "mono": _MONO, "dusk": _DUSK, "moss": _MOSS, "rose": _ROSE, "pale": _PALE}


def tinted(picture: Pillow.Image, name: str) -> Pillow.Image:
    """``picture`` in the colours of the tint ``name``."""
    return picture.convert("RGB", TINTS[name])
