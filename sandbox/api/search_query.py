"""The language of a search: words, "phrases", AND, OR, NOT, and prefixes such as `tag:cats`.

Words side by side are joined by AND, which binds more tightly than OR; NOT or a minus turns the next term around.
"""

import re
from collections.abc import Callable, Iterator

from django.db.models import Q

from sandbox.media.types import EXTENSIONS
from sandbox.models import AlbumImage, PostTag

# Terms after these are ignored: the database limits how deep a condition may be.
TERMS = 40

_TOKEN = re.compile(
    r'(?P<minus>-)?(?:(?P<prefix>tag|user|title|ext|subreddit|album|meme):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))'
)


def condition(query: str) -> Q:
    """What a post has to fulfil. An empty query finds nothing."""
    alternatives: list[Q] = []
    terms: list[Q] = []
    is_turned = False
    for term in _terms(query):
        if term == "AND":
            continue
        if term == "OR":
            alternatives.append(_all(terms))
            terms = []
        elif term == "NOT":
            is_turned = not is_turned
            continue
        else:
            assert isinstance(term, Q)
            terms.append(~term if is_turned else term)
        is_turned = False
    alternatives.append(_all(terms))
    return any_of(alternative for alternative in alternatives if alternative)


def text(words: str) -> Q:
    """Posts in whose title, description or tags the words stand."""
    return Q(title__icontains=words) | Q(description__icontains=words) | _with_tag(words, "icontains")


def any_of(conditions: Iterator[Q]) -> Q:
    """One of them; nothing when there are none."""
    joined = Q(pk__in=[])
    for number, one in enumerate(conditions):
        joined = one if number == 0 else joined | one
    return joined


def _all(conditions: list[Q]) -> Q:
    joined = Q()
    for one in conditions:
        joined &= one
    return joined


def _terms(query: str) -> Iterator[Q | str]:
    for number, token in enumerate(_TOKEN.finditer(query)):
        if number >= TERMS:
            return
        if token[0] in {"AND", "OR", "NOT"}:
            yield token[0]
        elif words := token["phrase"] or token["word"]:
            term = _PREFIXES.get(token["prefix"], text)(words)
            yield ~term if token["minus"] else term


def _with_tag(name: str, how: str = "iexact") -> Q:
    # As a subquery: a negated join would miss posts that have other tags besides.
    found = PostTag.objects.filter(**{f"tag__name__{how}": name.replace(" ", "_")})
    return Q(pk__in=found.values("post"))


def _with_extension(extension: str) -> Q:
    """Images of that kind, and albums that hold one."""
    wanted = extension.lower().removeprefix(".").replace("jpeg", "jpg")
    types = [media_type for media_type, known in EXTENSIONS.items() if known == wanted]
    holding = AlbumImage.objects.filter(image__type__in=types, image__deleted_at=None)
    return Q(image__type__in=types) | Q(album__in=holding.values("album"))


_PREFIXES: dict[str | None, Callable[[str], Q]] = {
    "tag": _with_tag,
    "user": lambda name: Q(account__username__iexact=name),
    "title": lambda words: Q(title__icontains=words),
    "ext": _with_extension,
    "subreddit": lambda name: Q(section__iexact=name),
    "album": lambda words: Q(album__isnull=False, title__icontains=words),
    "meme": lambda words: Q(meme__image__title__icontains=words),
}
