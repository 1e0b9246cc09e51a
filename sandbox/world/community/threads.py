"""Comments as the sheets in sheets/threads/ write them.

Two spaces more are an answer to the line above. `*` is said by whoever posted, `-` by somebody else. Before the text
may stand `@7`, when it belongs to post 7 of the subject and to no other, `@name`, when it matters who says it, and
`[deleted]`. `{picture}` is a link to a picture.
"""

import re
from dataclasses import dataclass, field

from sandbox.world import sheet

ANYWHERE = "anywhere"
_LINE = re.compile(
    r"(?P<indent> *)(?P<who>[-*]) (?:@(?P<post>\d+) )?(?:@(?P<name>[a-z_]+) )?"
    r"(?:(?P<deleted>\[deleted\]) )?(?P<text>.+)"
)


@dataclass
class Line:
    """One comment and its answers. ``post_number`` is that of the only post it suits, ``name`` who has to say it."""

    text: str
    is_posters: bool
    is_deleted: bool
    name: str | None
    post_number: int | None
    answers: list["Line"] = field(default_factory=list)


def threads(subject: str) -> list[Line]:
    """The comments at the top of the sheet ``subject``, each with its answers."""
    tops: list[Line] = []
    path: list[Line] = []
    for written in sheet.text(f"threads/{subject}").splitlines():
        found = _LINE.fullmatch(written)
        if found is None:
            raise ValueError(f"{written!r} in threads/{subject} is no comment.")
        depth = len(found["indent"]) // 2
        line = Line(
            text=found["text"],
            is_posters=found["who"] == "*",
            is_deleted=found["deleted"] is not None,
            name=found["name"],
            post_number=int(found["post"]) if found["post"] else None,
        )
        (path[depth - 1].answers if depth else tops).append(line)
        path[depth:] = [line]
    return tops
