"""The models Tag and TagVote (section 5.12 of the reference)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from sandbox.models import Account, Post, PostTag, Tag, TagFollow


def tag_payload(tag: Tag, reader: Account | None) -> dict[str, Any]:
    return tag_payloads([tag], reader)[tag.pk]


def tag_payloads(tags: Iterable[Tag], reader: Account | None) -> dict[int, dict[str, Any]]:
    """Tags as ``reader`` sees them, by primary key. Three queries, however many there are."""
    shown = {tag.pk: tag for tag in tags}
    if not shown:
        return {}
    follows = TagFollow.objects.filter(tag__in=shown)
    followers = dict(follows.values_list("tag").annotate(count=Count("pk")))
    items = dict(Post.objects.present().filter(tags__in=shown).values_list("tags").annotate(count=Count("pk")))
    followed = set(follows.filter(account=reader).values_list("tag", flat=True)) if reader else set()
    return {
        pk: {
            "name": tag.name,
            "display_name": tag.display_name,
            "followers": tag.outside_followers + followers.get(pk, 0),
            "total_items": items.get(pk, 0),
            "following": pk in followed,
            "is_whitelisted": tag.is_whitelisted,
            "background_hash": tag.background.imgur_id if tag.background else "",
            "thumbnail_hash": None,
            "accent": tag.accent,
            "background_is_animated": tag.background.is_animated if tag.background else False,
            "thumbnail_is_animated": False,
            "is_promoted": False,
            "description": tag.description,
            "logo_hash": None,
            "logo_destination_url": None,
            "description_annotations": {},
        }
        for pk, tag in shown.items()
    }


def tag_vote_payload(post_tag: PostTag) -> dict[str, Any]:
    """A tag of a post, with who gave it and what people think of that."""
    return {
        "name": post_tag.tag.name,
        "ups": post_tag.ups,
        "downs": post_tag.downs,
        "author": post_tag.author.username if post_tag.author else "",
    }
