from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from imgur import ImgurUnavailableError
from imgur.endpoints import paging
from imgur.endpoints.paging import all_pages, itself, some_pages


@dataclass(frozen=True)
class Thing:
    id: str
    views: int = 0


def pages(*numbered: list[Thing]) -> tuple[Callable[[int], list[Thing]], list[int]]:
    """A reader of these pages, counted from 0, and the numbers that it was asked for."""
    asked: list[int] = []

    def read(page: int) -> list[Thing]:
        asked.append(page)
        return numbered[page] if page < len(numbered) else []

    return read, asked


def test_a_short_page_does_not_end_a_list_but_an_empty_one_does() -> None:
    read, asked = pages([Thing("a"), Thing("b")], [Thing("c")], [Thing("d"), Thing("e")])

    assert [thing.id for thing in all_pages(read)] == ["a", "b", "c", "d", "e"]
    assert asked == [0, 1, 2, 3]


def test_a_page_that_comes_again_ends_a_list_though_its_figures_moved() -> None:
    read, asked = pages([Thing("a", 1), Thing("b", 1)], [Thing("a", 2), Thing("b", 2)], [Thing("c")])

    assert [thing.views for thing in all_pages(read)] == [1, 1]
    assert asked == [0, 1]


def test_a_list_that_only_moved_on_by_one_goes_on() -> None:
    read, _ = pages([Thing("a"), Thing("b")], [Thing("b"), Thing("c")])

    assert [thing.id for thing in all_pages(read)] == ["a", "b", "b", "c"]


def test_nothing_is_read_before_it_is_wanted() -> None:
    read, asked = pages([Thing("a")], [Thing("b")])

    walk = all_pages(read)
    assert asked == []
    next(walk)
    assert asked == [0]


def test_some_pages_are_no_more_than_asked_for() -> None:
    read, asked = pages(*[[Thing(str(number))] for number in range(9)])

    assert [thing.id for thing in some_pages(read, 3)] == ["0", "1", "2"]
    assert asked == [0, 1, 2]
    assert list(some_pages(read, 0)) == []
    assert list(some_pages(read, -1)) == []


def test_pages_may_be_counted_from_one() -> None:
    read, asked = pages([], [Thing("a")], [Thing("b")])

    assert [thing.id for thing in all_pages(read, first=1)] == ["a", "b"]
    assert asked == [1, 2, 3]


@pytest.mark.parametrize("nothing", ["", 0])
def test_a_page_of_what_has_no_id_never_looks_like_the_end(nothing: Any) -> None:
    read, _ = pages([Thing("a")], [Thing(nothing), Thing(nothing)], [Thing("b")])
    walk = all_pages(read)

    assert next(walk).id == "a"
    with pytest.raises(ImgurUnavailableError):
        next(walk)


def test_a_list_of_ids_is_walked_by_the_ids_themselves() -> None:
    numbered = [["a", "b"], ["c"], ["c"], ["d"]]

    assert list(all_pages(lambda page: numbered[page], key=itself)) == ["a", "b", "c"]


def test_a_list_without_an_end_is_an_error_and_never_looks_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MOST_PAGES", 3)
    read, asked = pages(*[[Thing(str(number))] for number in range(9)])

    with pytest.raises(ImgurUnavailableError) as caught:
        list(all_pages(read))

    assert caught.value.reason == "garbled"
    assert len(asked) == 4
