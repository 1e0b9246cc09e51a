"""Pages of a list: counted from 0, 50 long unless `perPage` says otherwise, 100 at most; those of the gallery 60."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from sandbox.api.parameters import Parameters

PER_PAGE = 50
PER_PAGE_MAXIMUM = 100
PER_GALLERY_PAGE = 60

Row = TypeVar("Row", bound=Model)


def page_of(rows: QuerySet[Row], parameters: Parameters, page: int | None) -> QuerySet[Row]:
    """The rows of one page; none beyond the end. A page in the path wins over one in the query."""
    return _cut(
        rows, page_number(parameters, page), min(_number(parameters.text("perPage")) or PER_PAGE, PER_PAGE_MAXIMUM)
    )


def gallery_page(rows: QuerySet[Row], parameters: Parameters, page: int | None) -> QuerySet[Row]:
    """The same for lists of the gallery, whose pages have one length; `perPage` is ignored."""
    return _cut(rows, page_number(parameters, page), PER_GALLERY_PAGE)


def page_number(parameters: Parameters, page: int | None) -> int:
    """The page asked for: in the path, else in the query, else the first, which is 0."""
    return page if page is not None else _number(parameters.text("page"))


def _cut(rows: QuerySet[Row], page: int, length: int) -> QuerySet[Row]:
    return rows[page * length : (page + 1) * length]


def _number(text: str | None) -> int:
    # A number with more digits than this cannot be a page, and SQLite could not count so far.
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
