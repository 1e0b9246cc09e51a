"""The texts of the demo world, in sheets/: tables with `|` between their columns, the names of the columns on top.

posts/          what is in the gallery, one sheet a subject    threads/        comments, by the same subjects
conversations/  messages, one file a pair of people            subreddits/     what people there linked to
and tags, topics, memes, follows, favorite folders and galleries of one's own.
"""

from collections.abc import Iterator
from pathlib import Path

SHEETS = Path(__file__).with_name("sheets")

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of the sheet ``name``, by the names of the columns. Columns that a row leaves out are empty."""
    heads, *lines = [[cell.strip() for cell in line.split("|")] for line in _lines(name)]
    return [dict.fromkeys(heads, "") | dict(zip(heads, cells, strict=False)) for cells in lines]


def text(name: str) -> str:
    """A file of ``sheets`` as it is."""
    return (SHEETS / f"{name}.txt").read_text("utf-8")


def names(folder: str) -> Iterator[str]:
    """The sheets of a folder, without the ending, in order."""
    return (path.stem for path in sorted((SHEETS / folder).glob("*.txt")))


def parts(cell: str, mark: str = ",") -> list[str]:
    """What a cell lists with ``mark`` in between."""
    return [part.strip() for part in cell.split(mark) if part.strip()]


def _lines(name: str) -> list[str]:
    return [line for line in text(name).splitlines() if line.strip()]
