"""Walks through a list page by page, and stops where it ends.

A page shorter than asked is not the end, an empty one is. A page that repeats the one before is the end too: the server
then ignores the number. Lists move while they are walked, so duplicates and gaps are normal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count, islice
from operator import attrgetter
from typing import Any, TypeVar

from imgur.errors import ImgurUnavailableError

LARGEST_PAGE = 100  # what perPage may ask for; Imgur's own default is 50
MOST_PAGES = 10_000  # a million members at a hundred a page; no account comes near
SOME_PAGES = 5  # of lists without an end; 60 posts a page, so 300 posts

T = TypeVar("T")
ReadPage = Callable[[int], Sequence[T]]

_by_id: Callable[[Any], Any] = attrgetter("id")


def itself(member: T) -> T:
    """The key of a list of ids."""
    return member


def all_pages(read_page: ReadPage[T], *, key: Callable[[T], Any] = _by_id, first: int = 0) -> Iterator[T]:
    """The members of all pages of a list that ends. ``key`` is what a member is known by.

    Raises ImgurUnavailableError after MOST_PAGES: a list cut off without a word would look complete.
    """
    for number, members in enumerate(_pages(read_page, key, first)):
        if number >= MOST_PAGES:
            raise ImgurUnavailableError(
                f"Imgur's list did not end after {MOST_PAGES} pages, so it cannot be right.", reason="garbled"
            )
        yield from members


def some_pages(
    read_page: ReadPage[T], max_pages: int, *, key: Callable[[T], Any] = _by_id, first: int = 0
) -> Iterator[T]:
    """The members of at most ``max_pages`` pages of a list that need not end."""
    return chain.from_iterable(islice(_pages(read_page, key, first), max(max_pages, 0)))


def _pages(read_page: ReadPage[T], key: Callable[[T], Any], first: int) -> Iterator[Sequence[T]]:
    previous: list[Any] = []
    for page in count(first):
        members = read_page(page)
        keys = [key(member) for member in members]
        if not members or keys == previous:
            return
        if not any(keys):
            raise ImgurUnavailableError(
                "Imgur’s list holds nothing that has an id. It can be tried again later.", reason="garbled"
            )
        previous = keys
        yield members
