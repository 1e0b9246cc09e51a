"""The Image model (section 5.2 of the reference)."""

from typing import Any

from sandbox import clock
from sandbox.api.payloads.ties import Ties
from sandbox.media.links import file_link, image_link, mp4_size_bytes
from sandbox.models import Image, Post


def image_payload(image: Image, ties: Ties, *, is_owner: bool, is_single: bool = False) -> dict[str, Any]:
    """An image as reads show it.

    ``is_owner`` adds deletehash, name and account id; the account's name is null even then (quirk Q36). ``is_single``
    adds what only a read of the image itself has.
    """
    post = ties.post_of(image)
    payload: dict[str, Any] = {
        "id": image.imgur_id,
        "title": image.title,
        "description": image.description,
        "datetime": image.created_at,
        "type": image.type,
        "animated": image.is_animated,
        "width": image.width,
        "height": image.height,
        "size": image.size_bytes,
        "views": image.views,
        "bandwidth": image.views * image.size_bytes,
        "vote": ties.vote_on(image),
        "favorite": ties.is_favorite(image),
        "nsfw": image.nsfw,
        "section": None,
        "account_url": None,
        "account_id": (image.account_id or 0) if is_owner else None,
        "is_ad": False,
        "in_most_viral": post is not None and post.viral_at is not None,
        "has_sound": image.has_sound,
        "tags": ties.tags_of(image),
        "ad_type": 0,
        "ad_url": "",
        "edited": "1" if image.is_edited else "0",
        "in_gallery": post is not None,
    }
    if is_owner:
        payload |= {"deletehash": image.deletehash, "name": image.name}
    payload["link"] = image_link(image)
    payload |= _motion(image)
    if is_single:
        payload["ad_config"] = ad_config(post)
    return payload


def upload_payload(image: Image, *, title: str | None) -> dict[str, Any]:
    """The answer to an upload. ``title`` is echoed as it was sent, though it is stored cut (quirk Q26).

    With an account it has the members and the order recorded since 2023, without one those of 2017 to 2022.
    """
    if image.account is None:
        return image_payload(image, Ties(None), is_owner=True) | {"title": title}
    payload: dict[str, Any] = {
        "id": image.imgur_id,
        "deletehash": image.deletehash,
        "account_id": image.account_id,
        "account_url": image.account.username,
        "ad_type": None,
        "ad_url": None,
        "title": title,
        "description": image.description,
        "name": image.name,
        "type": image.type,
        "width": image.width,
        "height": image.height,
        "size": image.size_bytes,
        "views": 0,
        "section": None,
        "vote": None,
        "bandwidth": 0,
        "animated": image.is_animated,
        "favorite": False,
        "in_gallery": False,
        "in_most_viral": False,
        "has_sound": image.has_sound,
        "is_ad": False,
        "nsfw": None,
        "link": image_link(image, jpeg="jpeg"),
        "tags": [],
        "datetime": image.created_at,
        "mp4": "",
        "hls": "",
    }
    return payload | _motion(image)


def ad_config(post: Post | None) -> dict[str, Any]:
    """What single reads say about advertising, with the snake_case twins of 2023. ``post``: if it is in the gallery."""
    flags: dict[str, list[str]] = {
        "safeFlags": ["in_gallery", "gallery"] if post else ["not_in_gallery", "share"],
        "highRiskFlags": [],
        "unsafeFlags": ["sixth_mod_unsafe", "mature"] if post and post.is_mature else ["sixth_mod_unsafe"],
        "wallUnsafeFlags": [],
    }
    return {
        **flags,
        "showsAds": False,
        "showAdLevel": 0,
        "safe_flags": flags["safeFlags"],
        "high_risk_flags": flags["highRiskFlags"],
        "unsafe_flags": flags["unsafeFlags"],
        "wall_unsafe_flags": flags["wallUnsafeFlags"],
        "show_ads": False,
        "show_ad_level": 0,
        "nsfw_score": 0,
    }


def _motion(image: Image) -> dict[str, Any]:
    """What animations and videos have besides. The MP4 of a GIF is made when it is first asked for."""
    if not image.is_animated:
        return {}
    is_pending = image.ready_at is not None and clock.now() < image.ready_at
    motion: dict[str, Any] = {
        "mp4_size": 0 if is_pending else mp4_size_bytes(image),
        "mp4": file_link(f"{image.imgur_id}.mp4"),
        "gifv": file_link(f"{image.imgur_id}.gifv"),
        "hls": file_link(f"{image.imgur_id}.m3u8"),
    }
    if image.type == "image/gif":
        motion["looping"] = True
    return motion | {"processing": {"status": "pending" if is_pending else "completed"}}
