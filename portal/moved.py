"""Where a picture or album is now, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from media_sync.models import Album, Image, LinkMove
from media_sync.services.gone import link_moves, restoring


@dataclass(frozen=True)
class Moved:
    """``now`` is the living copy of what is gone; ``origin`` the move that brought what lives. ``why_not``: a sentence
    where what is gone cannot be restored.
    """

    now: Image | Album | None = None
    origin: LinkMove | None = None
    why_not: str = ""

    @property
    def is_restorable(self) -> bool:
        return self.now is None and not self.why_not

    @classmethod
    def of_image(cls, image: Image) -> Moved:
        if image.gone_at is None:
            return cls(origin=LinkMove.objects.filter(new_image=image).order_by("-pk").first())
        return cls(now=link_moves.living_images([image]).get(image.pk), why_not=restoring.why_not(image))

    @classmethod
    def of_album(cls, album: Album) -> Moved:
        if album.gone_at is None:
            return cls(origin=LinkMove.objects.filter(new_album=album).order_by("-pk").first())
        return cls(now=link_moves.living_albums([album]).get(album.pk))
