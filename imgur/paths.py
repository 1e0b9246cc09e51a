"""Fills the placeholders of a route with what people gave, so that the path leads where the route means to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from imgur.errors import BadRequestError

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_IMGUR_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST_SEGMENT = 200

_ORDERS = frozenset({"viral", "top", "time", "rising", "hot", "new"})
_SECTIONS = frozenset({"hot", "top", "user"})
# The words that Imgur takes for something else where an id or a topic may stand, by what is before them.
_WORDS = {
    "/3/gallery/": _SECTIONS | {"search", "random", "r", "t", "tag_info", "tags", "image", "album"},
    "/3/gallery/r/{subreddit}/": _ORDERS,
    "/3/gallery/t/{tag}/": _ORDERS,
    "/3/g/": frozenset({"custom", "filtered", "filtered_out", "memes", "block_tag", "unblock_tag"}),
    "/3/g/custom/": _ORDERS | {"add_tags", "remove_tags"},
    "/3/g/memes/": _ORDERS,
    "/3/topics/": frozenset({"defaults"}),
    "/3/topics/{topic}/": _ORDERS,
    "/3/conversations/": frozenset({"report", "block"}),
    "/3/message/": frozenset({"report", "block"}),
}


def fill(route: str, ids: Mapping[str, str | int]) -> str:
    """Put ``ids`` into the placeholders of ``route``, quoted.

    A placeholder named ``id``, ``..._id`` or ``...hash`` takes only what an Imgur id can be; others (user names, tags)
    take any text of one path segment. Neither an id nor a topic can be a word that means something else in its place,
    such as "hot" in /3/gallery/hot. Raises BadRequestError for anything else: it comes from people.
    """

    def segment(match: re.Match[str]) -> str:
        name = match[1]
        value = str(ids[name])
        is_id = name == "id" or name.endswith(("_id", "hash"))
        is_word = (is_id or name == "topic") and value in _WORDS.get(route[: match.start()], ())
        if is_word or (is_id and not _IMGUR_ID.fullmatch(value)):
            raise BadRequestError(f"“{_shown(value)}” is not an Imgur id. Nothing was sent.", call_route=route)
        if not 0 < len(value) <= _LONGEST_SEGMENT or value in {".", ".."} or not value.isprintable():
            raise BadRequestError(
                f"“{_shown(value)}” cannot be part of an address. Nothing was sent.", call_route=route
            )
        return quote(value, safe="")

    return _PLACEHOLDER.sub(segment, route)


def _shown(value: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in value[:40])
