"""What a folder holds, in the same shape whoever wrote it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Gone at Imgur, as the folder tells."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundImage:
    """``file`` is its path inside the folder, as told there and not looked at yet; None where the folder has no file.
    ``fields`` are columns of an Image.
    """

    imgur_id: str
    owner: str
    file: str | None
    sha256: str | None
    fields: dict[str, Any]
    lost: Lost | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAlbum:
    """``fields`` are columns of an Album; ``image_ids`` its pictures in order."""

    imgur_id: str
    owner: str
    fields: dict[str, Any]
    image_ids: list[str] = field(default_factory=list)
    lost: Lost | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMove:
    owner: str
    is_album: bool
    old_id: str
    new_id: str
    old_link: str
    new_link: str
    moved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What cannot be used: where it stands, and why."""

    where: str
    why: str
