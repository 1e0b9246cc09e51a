"""Comments as the sheets in sheets/threads/ write them.

Two spaces more are an answer to the line above. `*` is said by whoever posted, `-` by somebody else. Before the text
may stand `@7`, when it belongs to post 7 of the subject and to no other, `@name`, when it matters who says it, and
marks: `[deleted]`, `[3 pictures]` for what needs so many to be said of, `[description]` for what needs one.
`{picture}` is a link to a picture.
"""

import re
from dataclasses import dataclass, field

from sandbox.world import sheet
from sandbox.world.community.plans import PostPlan

ANYWHERE = "anywhere"
_LINE = re.compile(
    r"(?P<indent> *)(?P<who>[-*]) (?:@(?P<post>\d+) )?(?:@(?P<name>[a-z_]+) )?"
    r"(?P<deleted>\[deleted\] )?(?:\[(?P<pictures>\d) pictures\] )?(?P<description>\[description\] )?(?P<text>[^\[].*)"
)


@dataclass
class Line:
    """One comment and its answers. ``post_number`` is that of the only post it suits, ``name`` who has to say it.

    What the post has to have for it: ``pictures``, so many at least, and a description.
    """

    text: str
    is_posters: bool
    is_deleted: bool
    name: str | None
    post_number: int | None
    pictures: int
    needs_description: bool
    answers: list["Line"] = field(default_factory=list)

    @property
    def asks_poster(self) -> bool:
        """Whether whoever posted answers somewhere below."""
        return any(answer.is_posters or answer.asks_poster for answer in self.answers)

    def suits(self, plan: PostPlan) -> bool:
        """Whether it can be said of the post."""
        # An album that its poster has anyway has several.
        has_enough = plan.own_album is not None or max(1, len(plan.pictures)) >= self.pictures
        is_described = plan.description is not None or not self.needs_description
        return self.post_number in {None, plan.number} and has_enough and is_described


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
            pictures=int(found["pictures"] or 1),
            needs_description=found["description"] is not None,
        )
        (path[depth - 1].answers if depth else tops).append(line)
        path[depth:] = [line]
    return tops
