"""GalleryImage and GalleryAlbum (section 5.4 of the reference): lists of them, and one alone.

A picture outside the gallery is shown in the same form: lists of favorites hold both.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count

from sandbox.api.payloads.album import image_counts
from sandbox.api.payloads.gallery_item import gallery_album, gallery_image
from sandbox.api.payloads.image import ad_config
from sandbox.api.payloads.previews import previews_of
from sandbox.api.payloads.ties import Picture, Ties
from sandbox.models import Account, Album, Comment, Post

# What lists of favorites do not say (recorded in 2015).
NULL_IN_FAVORITES = [
    "account_id",
    "privacy",
    "layout",
    "score",
    "nsfw",
    "section",
    "comment_count",
    "topic",
    "topic_id",
]


def post_list(posts: Iterable[Post], reader: Account | None, *, has_previews: bool = True) -> list[dict[str, Any]]:
    """Posts as lists show them. ``has_previews``: albums with their first images.

    A constant number of queries. The posts need their `picture` only, so load them with `PostQuerySet.pictured`.
    """
    return picture_list([post.picture for post in posts], reader, has_previews=has_previews)


def favorite_list(pictures: Sequence[Picture], reader: Account | None) -> list[dict[str, Any]]:
    """Pictures as lists of favorites show them, with many nulls (quirk Q18)."""
    return [
        item | {name: None for name in NULL_IN_FAVORITES if name in item} for item in picture_list(pictures, reader)
    ]


def picture_list(
    pictures: Sequence[Picture], reader: Account | None, *, has_previews: bool = True
) -> list[dict[str, Any]]:
    """Pictures as lists of the gallery show them, whether they are there or not."""
    albums = [picture for picture in pictures if isinstance(picture, Album)]
    previews = previews_of(albums) if has_previews else {}
    counts = image_counts(albums)
    ties = Ties(reader, {*pictures, *(image for images in previews.values() for image in images)})
    comments = comment_counts(ties, pictures)
    return [
        gallery_album(
            picture, ties, comments, previews.get(picture.pk, []) if has_previews else None, counts.get(picture.pk, 0)
        )
        if isinstance(picture, Album)
        else gallery_image(picture, ties, comments)
        for picture in pictures
    ]


def post_payload(post: Post, reader: Account | None) -> dict[str, Any]:
    """One post as a read of it shows it: an album with all its images. The post has to be in the gallery now."""
    picture = post.picture
    images = list(picture.images_in_order()) if isinstance(picture, Album) else []
    ties = Ties(reader, [picture, *images])
    comments = comment_counts(ties, [picture])
    if isinstance(picture, Album):
        payload = gallery_album(picture, ties, comments, images, len(images))
    else:
        payload = gallery_image(picture, ties, comments)
    if post.meme is not None:
        payload["meme_metadata"] = {
            "meme_name": post.meme.image.title,
            "top_text": post.meme_top,
            "bottom_text": post.meme_bottom,
            "bg_image": post.meme.image.imgur_id,
        }
    return payload | {"ad_config": ad_config(post)}


def comment_counts(ties: Ties, pictures: Iterable[Picture]) -> dict[int, int]:
    """How many comments the posts of ``pictures`` have, by the post's primary key."""
    posts = [post for picture in pictures if (post := ties.post_of(picture))]
    counted = Comment.objects.present().filter(post__in=posts).values("post").annotate(count=Count("pk"))
    return dict(counted.values_list("post", "count"))
