"""Pages of a list: counted from 0, 50 long unless `perPage` says otherwise, 100 at most."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from sandbox.api.parameters import Parameters

PER_PAGE = 50
PER_PAGE_MAXIMUM = 100

Row = TypeVar("Row", bound=Model)


def page_of(rows: QuerySet[Row], parameters: Parameters, page: int | None) -> QuerySet[Row]:
    """The rows of one page; none beyond the end. A page in the path wins over one in the query."""
    length = min(_number(parameters.text("perPage")) or PER_PAGE, PER_PAGE_MAXIMUM)
    first = (page if page is not None else _number(parameters.text("page"))) * length
    return rows[first : first + length]


def _number(text: str | None) -> int:
    # A number with more digits than this cannot be a page, and SQLite could not count so far.
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
