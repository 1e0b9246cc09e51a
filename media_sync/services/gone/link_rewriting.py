"""Living links: a text with links to Imgur, in which what has moved is replaced by where it is now.

Links are found by their look alone, so wiki text, HTML, Markdown, BBCode and plain lists are the same to it. Nothing
but ids and file endings changes, and nothing of the text is kept or rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import Team
from media_sync.models import Album, Image, LinkMove
from media_sync.services.gone import link_moves

MOST_BYTES = 1024 * 1024
# Sizes that Imgur makes of every picture: small square, big square, small, medium, large and huge thumbnail.
_SUFFIXES = frozenset("sbtmlh")
_MOVING = frozenset({"gif", "gifv", "mp4", "webm"})
# Pages of Imgur's own that look like a picture's.
_PAGES = frozenset({
    "about", "account", "ads", "advertise", "apps", "arcade", "beta", "blog", "careers", "emerald", "gallery", "help",
    "hot", "inbox", "jobs", "login", "logout", "memegen", "mobile", "notifications", "privacy", "random", "register",
    "removalrequest", "rules", "search", "settings", "signin", "store", "tools", "topic", "topics", "upload", "user",
    "vidgif",
})  # fmt: skip


class Verdict(StrEnum):
    REPLACED = "replaced"
    LIVES = "lives"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """A link of the text, as often as it stood there. ``new`` is what it became."""

    link: str
    verdict: Verdict
    new: str
    count: int


@dataclass(frozen=True)
class Rewritten:
    text: str
    found: list[Found]

    def count(self, verdict: str) -> int:
        """Links of that verdict, each as often as it stands in the text."""
        return sum(one.count for one in self.found if one.verdict == verdict)


@dataclass(frozen=True, slots=True)
class _Link:
    """What a link in a text may mean. ``head`` is all before its path; ``token`` is the id, perhaps with the letter of
    a size behind it.
    """

    head: str
    folder: str
    slug: str
    token: str
    extension: str

    @property
    def written(self) -> str:
        dot = f".{self.extension}" if self.extension else ""
        return f"{self.head}{self.folder}{self.slug}{self.token}{dot}"

    @property
    def is_album(self) -> bool:
        return self.folder == "a/"

    @property
    def may_be_either(self) -> bool:
        return self.folder not in {"", "a/", "download/"}

    @property
    def image_ids(self) -> list[str]:
        """Ids that it may name, the likeliest first."""
        if self.is_album:
            return []
        is_sized = self.extension and len(self.token) > 4 and self.token[-1] in _SUFFIXES
        return [self.token, self.token[:-1]] if is_sized else [self.token]

    @property
    def album_ids(self) -> list[str]:
        return [self.token] if self.is_album or self.may_be_either else []


@dataclass
class _Known:
    """What is known of the ids in a text: of each whether it is at Imgur, and where it has moved to."""

    lives: dict[str, bool] = field(default_factory=dict)
    moves: Mapping[str, LinkMove] = field(default_factory=dict)

    def knows(self, imgur_id: str) -> bool:
        return imgur_id in self.lives or imgur_id in self.moves


def rewrite(text: str, *, team: Team) -> Rewritten:
    """``text`` with living links, by what ``team`` knows, and what was done with each link."""
    links = list(dict.fromkeys(_link(match) for match in _pattern().finditer(text)))
    images = _known(Image, team, {one for link in links for one in link.image_ids})
    albums = _known(Album, team, {one for link in links for one in link.album_ids})
    judged = {link: _judge(link, images, albums) for link in links}
    counts: dict[_Link, int] = {}

    def replace(match: re.Match[str]) -> str:
        link = _link(match)
        counts[link] = counts.get(link, 0) + 1
        return judged[link][1]

    rewritten = _pattern().sub(replace, text)
    found = [Found(link.written, judged[link][0], judged[link][1], count) for link, count in counts.items()]
    return Rewritten(rewritten, found)


def _judge(link: _Link, images: _Known, albums: _Known) -> tuple[Verdict, str]:
    """What becomes of the link, and how it is written then."""
    candidates = [(albums, one) for one in link.album_ids] + [(images, one) for one in link.image_ids]
    known, imgur_id = next(((known, one) for known, one in candidates if known.knows(one)), (images, ""))
    if not imgur_id:
        return Verdict.UNKNOWN, link.written
    if known.lives.get(imgur_id):
        return Verdict.LIVES, link.written
    move = known.moves.get(imgur_id)
    if move is None or not link_moves.leads_to_life(move):
        return Verdict.GONE, link.written
    return Verdict.REPLACED, _renewed(link, move, suffix=link.token[len(imgur_id) :])


def _renewed(link: _Link, move: LinkMove, *, suffix: str) -> str:
    # What has moved is not in the gallery again by that, so its own page is the one that opens.
    folder = ("a/" if move.is_album else "") if link.may_be_either else link.folder
    extension = _extension(link.extension, move.new_link, is_thumbnail=bool(suffix))
    return f"{link.head}{folder}{link.slug}{move.new_imgur_id}{suffix}{extension}"


def _extension(written: str, new_link: str, *, is_thumbnail: bool) -> str:
    """The new picture's own, but what Imgur makes of any picture (thumbnails, WebP) or of one that moves stays."""
    if not written:
        return ""
    new = urlsplit(new_link).path.rpartition("/")[2].rpartition(".")[2]
    is_offered = is_thumbnail or written.lower() == "webp" or {written.lower(), new} <= _MOVING
    return f".{written if is_offered or not new else new}"


def _known(model: type[Image] | type[Album], team: Team, imgur_ids: Iterable[str]) -> _Known:
    ids = sorted(set(imgur_ids))
    known = _Known()
    for start in range(0, len(ids), link_moves.CHUNK):
        rows = model._default_manager.filter(
            account__team=team, imgur_id__in=ids[start : start + link_moves.CHUNK]
        ).values_list("imgur_id", "gone_at")
        for imgur_id, gone_at in rows:
            known.lives[imgur_id] = known.lives.get(imgur_id, False) or gone_at is None
    accounts = team.linked_accounts.values_list("pk", flat=True)
    known.moves = link_moves.ends(list(accounts), ids, is_album=model is Album)
    return known


def _link(match: re.Match[str]) -> _Link:
    groups = match.groupdict()
    return _Link(
        head=groups["head"],
        folder=groups["folder"] or "",
        slug=groups["slug"] or "",
        token=groups["token"],
        extension=groups["extension"] or "",
    )


@cache
def _pattern() -> re.Pattern[str]:
    """A link to a picture or album. In front of it must not stand what makes it a part of another address, such as that
    of a web archive's copy, which goes on working. What Imgur gives to embed a picture names it without an address.
    """
    hosts = "|".join(re.escape(host) for host in sorted(_hosts(), key=len, reverse=True))
    pages = "|".join(sorted(_PAGES))
    return re.compile(
        rf"(?P<head>(?:(?<![A-Za-z0-9/])https?://|(?<![A-Za-z0-9/:])//|(?<![A-Za-z0-9.@/:%-]))(?:{hosts})/"
        r"|\bimgur-embed-pub[\"'][^<>]{0,80}?\bdata-id=[\"'])"
        r"(?P<folder>(?:a|g|gallery|download)/|(?:t|r|topic)/[\w-]{1,80}/)?"
        rf"(?!(?:{pages})(?![\w.-]))"
        r"(?P<slug>[\w%-]{1,200}-)?(?P<token>[A-Za-z0-9]{4,16})(?![A-Za-z0-9]|-\w)"
        r"(?:\.(?P<extension>jpe?g|png|gifv?|webp|webm|mp4|apng|tiff?|mpe?g|mov|avi)(?![A-Za-z0-9]))?",
        re.IGNORECASE | re.ASCII,
    )


def _hosts() -> Iterator[str]:
    """Imgur's, and where this installation finds it instead."""
    yield from (f"{part}{domain}" for domain in ("imgur.com", "imgur.io") for part in ("", "www.", "m.", "i."))
    for url in (settings.IMGUR_SITE_URL, settings.IMGUR_MEDIA_URL):
        if netloc := urlsplit(url).netloc:
            yield netloc
