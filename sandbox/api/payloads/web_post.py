"""Posts and media as imgur.com's own pages read them from `post/v1`, which is no part of the API for applications.

The members are those that published clients read (section 4.13 of the reference): dates in ISO form, and empty text in
place of null.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sandbox.api.payloads.account import avatar_payload
from sandbox.api.payloads.gallery import comment_counts
from sandbox.api.payloads.ties import Picture, Ties
from sandbox.media.links import album_link, file_link
from sandbox.media.types import EXTENSIONS
from sandbox.models import Account, Album, Image

# A hidden album is called private here, as recorded.
PRIVACIES = {Album.Privacy.PUBLIC: "public", Album.Privacy.HIDDEN: "private", Album.Privacy.SECRET: "secret"}
# What a call may ask for with `include`.
MEDIA, TAGS, ACCOUNT = "media", "tags", "account"


def web_posts(
    pictures: Sequence[Picture],
    reader: Account | None,
    *,
    counts: dict[int, int],
    media: dict[int, list[Image]],
    includes: Iterable[str],
) -> list[dict[str, Any]]:
    """``pictures`` in their order. ``counts`` and ``media`` are of albums, by primary key; an image is its own medium.

    Without media that can be seen, the key is missing (quirk Q22).
    """
    ties, wanted = Ties(reader, pictures), set(includes)
    comments = comment_counts(ties, pictures)
    avatars = _avatars(pictures) if ACCOUNT in wanted else {}
    shown = []
    for picture in pictures:
        if isinstance(picture, Album):
            images = media.get(picture.pk, [])
            payload = _post(picture, ties, comments) | _of_album(picture, counts.get(picture.pk, 0))
        else:
            images = [picture]
            payload = _post(picture, ties, comments) | _of_image(picture)
        if TAGS in wanted:
            payload["tags"] = [_tag(tag) for tag in ties.tags_of(picture)]
        if ACCOUNT in wanted and picture.account_id in avatars:
            payload["account"] = avatars[picture.account_id]
        if MEDIA in wanted and images:
            payload["media"] = [_medium(image) for image in images]
        shown.append(payload)
    return shown


def _of_album(album: Album, image_count: int) -> dict[str, Any]:
    return {
        "is_album": True,
        "image_count": image_count,
        "privacy": PRIVACIES[Album.Privacy(album.privacy)],
        "cover_id": album.cover.imgur_id if album.cover and album.cover.deleted_at is None else "",
        "url": album_link(album),
    }


def _of_image(image: Image) -> dict[str, Any]:
    return {"is_album": False, "image_count": 1, "privacy": "", "cover_id": image.imgur_id, "url": _link(image)}


def _post(picture: Picture, ties: Ties, comments: dict[int, int]) -> dict[str, Any]:
    """What albums and images have in common."""
    post = ties.post_of(picture)
    return {
        "id": picture.imgur_id,
        "account_id": picture.account_id or 0,
        "title": (post.title if post else picture.title) or "",
        "seo_title": "",
        "description": (post.description if post else picture.description) or "",
        "view_count": picture.views,
        "upvote_count": post.ups if post else 0,
        "downvote_count": post.downs if post else 0,
        "point_count": post.points if post else 0,
        "score": post.score if post else 0,
        "virality": 0,
        "comment_count": comments.get(post.pk, 0) if post else 0,
        "favorite_count": post.favorite_count if post else 0,
        "is_mature": post.is_mature if post else bool(picture.nsfw),
        "is_pending": False,
        "is_ad": False,
        "include_album_ads": False,
        "in_most_viral": post is not None and post.viral_at is not None,
        "shared_with_community": post is not None,
        "vote": ties.vote_on(picture),
        "favorite": ties.is_favorite(picture),
        "created_at": _iso(picture.created_at),
        "updated_at": None,
        "platform": "api",
    }


def _medium(image: Image) -> dict[str, Any]:
    return {
        "id": image.imgur_id,
        "account_id": image.account_id or 0,
        "mime_type": image.type,
        "type": "video" if image.type.startswith("video/") else "image",
        "name": image.name,
        "basename": image.name.rpartition(".")[0] or image.name,
        "url": _link(image),
        "ext": _extension(image),
        "width": image.width,
        "height": image.height,
        "size": image.size_bytes,
        "metadata": {
            "title": image.title or "",
            "description": image.description or "",
            "is_animated": image.is_animated,
            "is_looping": image.type == "image/gif" and image.is_animated,
            "duration": 0,
            "has_sound": image.has_sound,
        },
        "created_at": _iso(image.created_at),
        "updated_at": None,
    }


def _tag(tag: dict[str, Any]) -> dict[str, Any]:
    return {
        "tag": tag["name"],
        "display": tag["display_name"],
        "background_id": tag["background_hash"],
        "accent": tag["accent"] or "",
        "is_promoted": False,
    }


def _avatars(pictures: Iterable[Picture]) -> dict[int | None, dict[str, Any]]:
    """The accounts of ``pictures`` by primary key, each asked for once."""
    accounts = {picture.account_id: picture.account for picture in pictures if picture.account}
    return {
        pk: {
            "id": pk,
            "username": account.username,
            "avatar_url": avatar_payload(account)["avatar"],
            "created_at": _iso(account.created_at),
        }
        for pk, account in accounts.items()
    }


def _link(image: Image) -> str:
    return file_link(f"{image.imgur_id}.{_extension(image)}")


def _extension(image: Image) -> str:
    """The extension of the file, which is `jpeg` here for what is `jpg` elsewhere."""
    return "jpeg" if image.type == "image/jpeg" else EXTENSIONS[image.type]


def _iso(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
