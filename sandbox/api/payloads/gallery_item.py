"""One GalleryImage or GalleryAlbum. What only a post has is null for a picture outside the gallery."""

from typing import Any

from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.media.links import album_link
from sandbox.models import Album, Image, Post

# What a post without a topic says.
NO_TOPIC, NO_TOPIC_ID = "No Topic", 29

NO_FIGURES = dict.fromkeys(["comment_count", "favorite_count", "ups", "downs", "points", "score"])
# The gallery tells of moving pictures in another order than reads of an image do.
MOTION = ["mp4", "gifv", "hls", "mp4_size", "looping", "processing"]


def gallery_image(image: Image, ties: Ties, comments: dict[int, int]) -> dict[str, Any]:
    """An image; ``comments`` are the numbers of comments by the posts' primary keys."""
    post = ties.post_of(image)
    payload = image_payload(image, ties, is_owner=False)
    link = payload.pop("link")
    motion = {name: payload.pop(name) for name in MOTION if name in payload}
    return (
        payload
        | (_texts(post) if post else {})
        | _topic(post)
        | {"link": link}
        | motion
        | _figures(post, comments)
        | {"is_album": False}
    )


def gallery_album(
    album: Album, ties: Ties, comments: dict[int, int], images: list[Image] | None, images_count: int
) -> dict[str, Any]:
    """The same for an album. Without ``images``, only their number is told."""
    post = ties.post_of(album)
    cover = album.cover if album.cover and album.cover.deleted_at is None else None
    figures = _figures(post, comments)
    payload: dict[str, Any] = {
        "id": album.imgur_id,
        "title": album.title,
        "description": album.description,
        "datetime": album.created_at,
        "cover": cover.imgur_id if cover else None,
        "cover_width": cover.width if cover else None,
        "cover_height": cover.height if cover else None,
        "account_url": album.account.username if album.account else None,
        "account_id": album.account_id,
        "privacy": Album.Privacy.HIDDEN if post else album.privacy,
        "layout": album.layout,
        "views": album.views,
        "link": album_link(album),
        **{name: figures[name] for name in ("ups", "downs", "points", "score")},
        "is_album": True,
        "vote": ties.vote_on(album),
        "favorite": ties.is_favorite(album),
        "nsfw": album.nsfw,
        "section": None,
        **{name: figures[name] for name in ("comment_count", "favorite_count")},
        **_topic(post),
        "images_count": images_count,
        "in_gallery": post is not None,
        "is_ad": False,
        "tags": ties.tags_of(album),
        "ad_type": 0,
        "ad_url": "",
        "in_most_viral": post is not None and post.viral_at is not None,
        "include_album_ads": False,
    }
    if post is not None:
        payload |= _texts(post)
    if images is not None:
        payload["images"] = [image_payload(image, ties, is_owner=False) | NO_FIGURES for image in images]
    return payload


def _texts(post: Post) -> dict[str, Any]:
    """What a post says in place of its picture."""
    return {
        "title": post.title,
        "description": post.description,
        "datetime": post.posted_at,
        "nsfw": post.is_mature,
        "section": post.section,
        "account_url": post.account.username,
        "account_id": post.account_id,
    }


def _topic(post: Post | None) -> dict[str, Any]:
    if post is None:
        return {"topic": None, "topic_id": None}
    return {
        "topic": post.topic.name if post.topic else NO_TOPIC,
        "topic_id": post.topic.pk if post.topic else NO_TOPIC_ID,
    }


def _figures(post: Post | None, comments: dict[int, int]) -> dict[str, Any]:
    if post is None:
        return NO_FIGURES
    return {
        "comment_count": comments.get(post.pk, 0),
        "favorite_count": post.favorite_count,
        "ups": post.ups,
        "downs": post.downs,
        "points": post.points,
        "score": post.score,
    }
