"""GalleryImage as lists of a subreddit show it: without votes and without an account (section 5.4 of the reference)."""

from collections.abc import Sequence
from typing import Any

from sandbox.api.payloads.gallery_item import NO_FIGURES
from sandbox.api.payloads.image import ad_config, image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.models import Account, SubredditItem


def subreddit_list(items: Sequence[SubredditItem], reader: Account | None) -> list[dict[str, Any]]:
    """Items with their `image` loaded, in a constant number of queries."""
    ties = Ties(reader, [item.image for item in items])
    return [_payload(item, ties) for item in items]


def subreddit_payload(item: SubredditItem, reader: Account | None) -> dict[str, Any]:
    """One item as a read of it shows it."""
    ties = Ties(reader, [item.image])
    return _payload(item, ties) | {"ad_config": ad_config(ties.post_of(item.image))}


def _payload(item: SubredditItem, ties: Ties) -> dict[str, Any]:
    """No topic: the keys are missing here."""
    payload = image_payload(item.image, ties, is_owner=False) | {
        "title": item.title,
        "datetime": item.posted_at,
        "vote": None,
        "nsfw": item.is_mature,
        "section": item.subreddit,
        **NO_FIGURES,
        "score": item.score,
        "is_album": False,
    }
    if item.reddit_comments:
        payload["reddit_comments"] = item.reddit_comments
    return payload
