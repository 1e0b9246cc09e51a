"""Rows of the world's images, filled with what their files say."""

from typing import Any

from django.conf import settings

from sandbox.media.types import inspect
from sandbox.models import Image
from sandbox.world.people import Picture


def image_row(file: str, picture: Picture, **columns: Any) -> Image:
    """The row of ``picture``, whose ``file`` (a path below SANDBOX_DIR) has to be there. It is not saved."""
    path = settings.SANDBOX_DIR / file
    facts = inspect(path)
    return Image(
        title=picture.title,
        description=picture.description,
        file=file,
        type=facts.type,
        width=facts.width,
        height=facts.height,
        size_bytes=path.stat().st_size,
        is_animated=facts.is_animated,
        has_sound=facts.has_sound,
        **columns,
    )
