"""Walks through a list page by page, and stops where it ends.

A page shorter than asked is not the end, an empty one is. A page that repeats the one before is the end too: the server
then ignores the number. Lists move while they are walked, so duplicates and gaps are normal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from typing import Protocol, TypeVar

from imgur.errors import ImgurUnavailableError

LARGEST_PAGE = 100  # what perPage may ask for; Imgur's own default is 50
MOST_PAGES = 10_000  # a million members at a hundred a page; no account comes near
SOME_PAGES = 5  # of lists without an end; 60 posts a page, so 300 posts


class Named(Protocol):
    """What has an id."""

    @property
    def id(self) -> str | int: ...


T = TypeVar("T", bound=Named)
ReadPage = Callable[[int], Sequence[T]]


def all_pages(read_page: ReadPage[T], *, first: int = 0) -> Iterator[T]:
    """The members of all pages of a list that ends.

    Raises ImgurUnavailableError after MOST_PAGES: a list cut off without a word would look complete.
    """
    for number, members in enumerate(_pages(read_page, first)):
        if number >= MOST_PAGES:
            raise ImgurUnavailableError(
                f"Imgur's list did not end after {MOST_PAGES} pages, so it cannot be right.", reason="garbled"
            )
        yield from members


def some_pages(read_page: ReadPage[T], max_pages: int, *, first: int = 0) -> Iterator[T]:
    """The members of at most ``max_pages`` pages of a list that need not end."""
    for members in islice(_pages(read_page, first), max(max_pages, 0)):
        yield from members


def _pages(read_page: ReadPage[T], first: int) -> Iterator[Sequence[T]]:
    previous: list[str | int] = []
    for page in count(first):
        members = read_page(page)
        ids = [member.id for member in members]
        if not members or ids == previous:
            return
        if not any(ids):
            raise ImgurUnavailableError(
                "Imgur’s list holds nothing that has an id. It can be tried again later.", reason="garbled"
            )
        previous = ids
        yield members
