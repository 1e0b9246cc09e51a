"""SearchQuery: what to look for in the gallery."""

from __future__ import annotations

from dataclasses import dataclass, fields

from imgur.endpoints.arguments import a_word_or_none
from imgur.endpoints.words import SearchSize, SearchType
from imgur.errors import BadRequestError

SEARCH_ROUTE = "/3/gallery/search/{sort}/{window}/{page}"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A free search, or an advanced one; names are Imgur's.

    ``q`` takes AND, OR, NOT and the prefixes tag: user: title: ext: subreddit: album: meme:. The others are all of
    these words, any of them, exactly this phrase, none of these words, and the kind and size of picture.

    BadRequestError for an empty query, and for both kinds at once: Imgur would ignore ``q`` without a word.
    """

    q: str = ""
    q_all: str = ""
    q_any: str = ""
    q_exactly: str = ""
    q_not: str = ""
    q_type: SearchType | None = None
    q_size_px: SearchSize | None = None

    def __post_init__(self) -> None:
        a_word_or_none(SEARCH_ROUTE, self.q_type, SearchType)
        a_word_or_none(SEARCH_ROUTE, self.q_size_px, SearchSize)
        given = self.params
        if not given:
            raise BadRequestError("There is nothing to search for. Nothing was sent.", call_route=SEARCH_ROUTE)
        if "q" in given and len(given) > 1:
            raise BadRequestError(
                "A search is either free (q) or advanced, not both. Nothing was sent.", call_route=SEARCH_ROUTE
            )

    @property
    def params(self) -> dict[str, str]:
        """The query of the call: what was given, but for blanks around it."""
        values = {field.name: (getattr(self, field.name) or "").strip() for field in fields(self)}
        return {name: value for name, value in values.items() if value}
