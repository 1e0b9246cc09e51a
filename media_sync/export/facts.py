"""What the JSON of an export says of pictures, albums and moved links: plain facts by Imgur's names, no secrets.

Deletehashes are left out: whoever has one can delete the picture, and exports are handed on.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from media_sync.models import Album, Image, LinkMove

_SECRET = {"deletehash"}


def of_image(image: Image, *, positions: Mapping[str, int], files: Sequence[str], problem: str) -> dict[str, Any]:
    """``positions``: place from 1 in each album, by the album's id. ``files``: where it lies in the export, the first
    is the file, others are copies.
    """
    original = image.original
    return {
        "imgur_id": image.imgur_id,
        "sha256": original.sha256 if original else None,
        "file": files[0] if files else None,
        "albums": list(positions),
        "gone": gone(image.gone_at, image.gone_reason),
        "problem": problem or None,
        "copies": list(files[1:]),
        "positions": dict(positions),
        "account": image.account.username,
        "title": image.title,
        "description": image.description,
        "name": image.name,
        "type": original.content_type if original else image.content_type,
        "animated": image.is_animated,
        "width": original.width if original else image.width,
        "height": original.height if original else image.height,
        "size": original.size_bytes if original else image.size_bytes,
        "imgur_type": image.content_type,
        "imgur_width": image.width,
        "imgur_height": image.height,
        "imgur_size": image.size_bytes,
        "views": image.views,
        "link": image.link,
        "is_own": image.is_own,
        "details": public(image.details),
        "uploaded_at": moment(image.uploaded_at),
        "seen_at": moment(image.seen_at),
    }


def of_album(album: Album, *, image_ids: Sequence[str]) -> dict[str, Any]:
    return {
        "imgur_id": album.imgur_id,
        "account": album.account.username,
        "title": album.title,
        "description": album.description,
        "privacy": album.privacy,
        "layout": album.layout,
        "cover": album.cover_imgur_id or (album.cover_image.imgur_id if album.cover_image else None),
        "images": list(image_ids),
        "image_count": album.image_count,
        "views": album.views,
        "link": album.link,
        "details": public(album.details),
        "created_at": moment(album.created_at),
        "seen_at": moment(album.seen_at),
        "gone": gone(album.gone_at, album.gone_reason),
    }


def of_move(move: LinkMove) -> dict[str, Any]:
    return {
        "album": move.is_album,
        "account": move.account.username,
        "old_id": move.old_imgur_id,
        "new_id": move.new_imgur_id,
        "old_link": move.old_link,
        "new_link": move.new_link,
        "moved_at": moment(move.moved_at),
    }


def gone(at: datetime | None, reason: str) -> dict[str, str] | None:
    return {"at": at.isoformat(), "reason": reason} if at else None


def moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def public(details: Any) -> dict[str, Any]:
    return {key: value for key, value in details.items() if key not in _SECRET} if isinstance(details, dict) else {}
