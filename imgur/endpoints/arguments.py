"""Checks what goes into a call. All of it may come from people, so what Imgur would misread is refused unsent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar, get_args

from imgur.endpoints.words import ReportReason
from imgur.errors import BadRequestError

T = TypeVar("T")

LARGEST_PAGE_NUMBER = 1_000_000
LONGEST_LIST = 1_000
_WEB_ADDRESS = re.compile(r"https?://[^\s/\"\\][^\s\"\\]*", re.IGNORECASE)


def a_word(route: str, word: str, words: Any) -> str:
    """``word`` when it is one of ``words`` (a ``Literal``), else BadRequestError."""
    choices = get_args(words)
    if word not in choices:
        raise BadRequestError(f"Imgur takes one of {', '.join(choices)} here. Nothing was sent.", call_route=route)
    return word


def a_word_or_none(route: str, word: str | None, words: Any) -> str | None:
    """As ``a_word``; None stays None."""
    return None if word is None else a_word(route, word, words)


def a_page(route: str, page: int, *, first: int = 0, last: int = LARGEST_PAGE_NUMBER) -> int:
    """``page`` when it can be the number of a page, else BadRequestError."""
    if not first <= page <= last:
        raise BadRequestError(f"Pages here are numbered {first} to {last}. Nothing was sent.", call_route=route)
    return page


def a_page_size(route: str, size: int, largest: int) -> int:
    """``size`` when a page can be as long, else BadRequestError."""
    if not 1 <= size <= largest:
        raise BadRequestError(f"Pages here hold 1 to {largest} members. Nothing was sent.", call_route=route)
    return size


def a_text(route: str, text: str, what: str) -> str:
    """``text`` when there is something in it, else BadRequestError; ``what`` is what it is, such as "comment"."""
    if not text.strip():
        raise BadRequestError(f"The {what} is empty. Nothing was sent.", call_route=route)
    return text


def a_web_address(route: str, address: str) -> str:
    """``address`` when a web server can be asked for it, else BadRequestError. Blanks have to be written as "%20"."""
    if not _WEB_ADDRESS.fullmatch(address):
        raise BadRequestError(
            "This takes an address that begins with http:// or https:// and has no blanks in it. Nothing was sent.",
            call_route=route,
        )
    return address


def a_reason(route: str, reason: int) -> str:
    """A report's reason as Imgur's number, or BadRequestError."""
    try:
        return str(int(ReportReason(reason)))
    except ValueError:
        numbers = f"{min(ReportReason)} to {max(ReportReason)}"
        raise BadRequestError(f"Reasons are numbered {numbers}. Nothing was sent.", call_route=route) from None


def a_list(route: str, members: Iterable[T]) -> list[T]:
    """``members`` as a list; BadRequestError for a text, which would be taken for a list of its letters."""
    if isinstance(members, str | bytes):
        raise BadRequestError("This takes a list, and one text is none. Nothing was sent.", call_route=route)
    return list(members)


def a_change(route: str, form: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """``form`` when there is something in it, else BadRequestError: Imgur would say yes and do nothing."""
    if not form:
        raise BadRequestError("There is nothing to change. Nothing was sent.", call_route=route)
    return form


def a_comma_list(route: str, members: Iterable[str | int]) -> str:
    """``members`` as one text with commas between; BadRequestError when there is none, or one with a comma inside."""
    texts = [str(member).strip() for member in a_list(route, members)]
    if not texts or len(texts) > LONGEST_LIST or any(not text or "," in text for text in texts):
        raise BadRequestError(
            f"This takes 1 to {LONGEST_LIST} names or ids, none of them empty or with a comma. Nothing was sent.",
            call_route=route,
        )
    return ",".join(texts)


def a_flag(value: bool | None) -> str | None:
    """A boolean as Imgur takes it in forms and queries; None stays None."""
    return None if value is None else str(value).lower()
