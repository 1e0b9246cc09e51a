"""What people paste to say what they want to watch: addresses of Imgur's pages, short forms (r/earthporn), words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.conf import settings

from imgur import BadRequestError, SearchQuery
from media_sync.models import WatchedSource

Kind = WatchedSource.Kind
LONGEST = 300

_HOSTS = {"imgur.com", "www.imgur.com", "m.imgur.com", "imgur.io", "www.imgur.io", "m.imgur.io"}
_PICTURE_HOSTS = {"i.imgur.com", "i.imgur.io"}
# Without a scheme, "imgur.com/a/x" is an address too, and "cats.dogs" two words.
_BARE_ADDRESS = re.compile(r"([\w-]+\.)*imgur\.(com|io)(/|\?|#|$)", re.IGNORECASE)
_SHORT_FORM = re.compile(r"/?(a|gallery|r|t|user)/\S+", re.IGNORECASE)
# An album's or post's address may have its title before the id: /gallery/a-title-AbCdEf1.
_ID_AT_THE_END = re.compile(r"(?:.*-)?([A-Za-z0-9]{5,16})")
_SUBREDDIT = re.compile(r"[A-Za-z0-9_]{2,21}")
_TAG = re.compile(r"(?!\.+$)[^/\\?#%]{1,100}")
_USERNAME = re.compile(r"[A-Za-z0-9_]{1,63}")
_SORTS = {"viral", "top", "time", "rising", "newest", "best"}
_WINDOWS = {"day", "week", "month", "year", "all"}
# What Imgur's site calls its sections, and the API's word for it.
_SECTIONS = {"hot": "hot", "top": "top", "user": "user", "new": "user"}
_SEARCH_FIELDS = ("q_all", "q_any", "q_exactly", "q_not", "q_type", "q_size_px")


class NotUnderstoodError(ValueError):
    """What was pasted is nothing that can be watched; the message tells a person why."""


@dataclass(frozen=True)
class Wanted:
    """A kind of source and what names it at Imgur. ``options`` are those that the address itself brought."""

    kind: WatchedSource.Kind
    address: str
    options: dict[str, Any] = field(default_factory=dict)


def understand(text: str) -> Wanted:
    """What ``text`` means: an address of Imgur, a short form, else words to search for. Raises NotUnderstoodError."""
    text = text.strip()
    if not text:
        raise NotUnderstoodError("Paste an address of Imgur, or write what to search for.")
    if len(text) > LONGEST or not text.isprintable():
        raise NotUnderstoodError(
            f"This is no address: it has more than {LONGEST} characters, or some that nobody sees."
        )
    if re.match(r"https?://", text, re.IGNORECASE) or _BARE_ADDRESS.match(text):
        return _address(text)
    if _SHORT_FORM.fullmatch(text):
        return _page(_segments(text.partition("?")[0]), {})
    match text[0], text[1:]:
        case "#", tag if tag.strip():
            return _tag(tag)
        case "@", name if _USERNAME.fullmatch(name):
            return Wanted(Kind.USER, name)
    return Wanted(Kind.SEARCH, " ".join(text.split()))


def _address(text: str) -> Wanted:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise NotUnderstoodError("This address cannot be read. Copy it once more from the browser.") from error
    if _is_picture(host, parts):
        raise _single_picture()
    if host not in _HOSTS and parts.netloc.lower() != urlsplit(settings.IMGUR_SITE_URL).netloc:
        name, _, rest = host.partition(".")
        if rest == "imgur.com" and _USERNAME.fullmatch(name):
            return Wanted(Kind.USER, name)
        raise NotUnderstoodError(f"This is a page of {host or 'nowhere'}. Only pages of Imgur can be watched.")
    return _page(_segments(parts.path), dict(parse_qsl(parts.query, max_num_fields=20)))


def _is_picture(host: str, parts: SplitResult) -> bool:
    media, site = urlsplit(settings.IMGUR_MEDIA_URL), urlsplit(settings.IMGUR_SITE_URL)
    is_apart = media.netloc != site.netloc or parts.path.startswith(f"{media.path}/")
    return host in _PICTURE_HOSTS or (parts.netloc.lower() == media.netloc and is_apart)


def _segments(path: str) -> list[str]:
    return [unquote(segment) for segment in path.split("/") if segment]


def _page(segments: Sequence[str], query: dict[str, str]) -> Wanted:
    match [segments[0].lower() if segments else "", *segments[1:]]:
        case ["a", found, *_]:
            return Wanted(Kind.ALBUM, _id_in(found))
        case ["search", *more] | ["gallery", "search", *more]:
            return _search(more, query)
        case ["gallery", section, *more] if section in _SECTIONS:
            return _section(section, more)
        case ["gallery", found, *_]:
            return Wanted(Kind.ALBUM, _id_in(found), {"in_gallery": True})
        case ["" | "gallery"]:
            return _section("hot", [])
        case ["hot" | "top" | "new" as section, *more]:
            return _section(section, more)
        case ["r", name, *more] if _SUBREDDIT.fullmatch(name):
            return Wanted(Kind.SUBREDDIT, name.lower(), _order(more))
        case ["t" | "topic", name, found, *_] if found not in _SORTS and _ID_AT_THE_END.fullmatch(found):
            return Wanted(Kind.ALBUM, _id_in(found), {"in_gallery": True})
        case ["t", name, *more]:
            return _tag(name, more)
        case ["user", name, "favorites", *_]:
            raise NotUnderstoodError(f"What {name} likes cannot be watched, only what {name} posts.")
        case ["user", name, *_] if _USERNAME.fullmatch(name):
            return Wanted(Kind.USER, name)
        case [found] if _ID_AT_THE_END.fullmatch(found.partition(".")[0]):
            raise _single_picture()
    raise NotUnderstoodError(
        "This page of Imgur cannot be watched. Albums, posts, gallery sections, subreddits, tags, searches, users can."
    )


def _single_picture() -> NotUnderstoodError:
    return NotUnderstoodError(
        "This is the address of one picture, and nothing new ever comes to it. Paste the album or post that it is in."
    )


def _id_in(segment: str) -> str:
    match = _ID_AT_THE_END.fullmatch(segment)
    if match is None or match[1] == "random":
        raise NotUnderstoodError(f"“{segment[:40]}” is not the id of an album or a post.")
    return match[1]


def _section(word: str, more: Sequence[str]) -> Wanted:
    return Wanted(Kind.SECTION, _SECTIONS[word], _order(more))


def _tag(name: str, more: Sequence[str] = ()) -> Wanted:
    # As Imgur names them.
    tag = "_".join(name.lower().split())
    if not _TAG.fullmatch(tag):
        raise NotUnderstoodError(f"“{name[:40]}” is not the name of a tag.")
    return Wanted(Kind.TAG, tag, _order(more))


def _search(more: Sequence[str], query: dict[str, str]) -> Wanted:
    fields: dict[str, Any] = {name: query[name].strip() for name in _SEARCH_FIELDS if query.get(name, "").strip()}
    try:
        SearchQuery(**(fields or {"q": "any"}))
    except BadRequestError as error:
        raise NotUnderstoodError(
            "This search asks for a kind or a size of picture that Imgur does not know."
        ) from error
    # As Imgur does: it looks at no free words where there are fields.
    words = " ".join(" ".join(fields.values()).split() if fields else query.get("q", "").split())
    if not words:
        raise NotUnderstoodError("This search has no words in it.")
    return Wanted(Kind.SEARCH, words, _order(more) | ({"fields": fields} if fields else {}))


def _order(more: Sequence[str]) -> dict[str, Any]:
    """The order and window that an address ends with, as far as it names some."""
    found: dict[str, Any] = {}
    # Imgur's site says "score" where its API says "top".
    words = [{"score": "top"}.get(word, word) for word in more[:2]]
    if words and words[0] in _SORTS:
        found["sort"] = words[0]
        if len(words) > 1 and words[1] in _WINDOWS:
            found["window"] = words[1]
    return found
