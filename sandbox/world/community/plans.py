"""The posts as the sheets in sheets/posts/ plan them."""

from dataclasses import dataclass, field

from sandbox.world import sheet
from sandbox.world.notation import picture
from sandbox.world.people import Picture

MATURE = "!mature"
OWN_ALBUM, OWN_IMAGE, MEME = "own album: ", "own image: ", "meme: "


@dataclass(frozen=True)
class PostPlan:
    """One row. It has new ``pictures``, or names an album (by title) or image (by number) that the poster has anyway.

    ``heat`` is how well it is received, from 1 to 9.
    """

    subject: str
    number: int
    by: str
    title: str
    description: str | None
    topic: str
    tags: tuple[str, ...]
    is_mature: bool
    heat: int
    pictures: tuple[Picture, ...] = ()
    own_album: str | None = None
    own_image: int | None = None
    meme: tuple[str, str, str] | None = field(default=None)

    @property
    def key(self) -> str:
        """How other sheets name it."""
        return f"{self.subject} {self.number}"


def post_plans() -> list[PostPlan]:
    """All of them, subject by subject."""
    templates = {row["name"]: row["picture"] for row in sheet.rows("memes")}
    return [
        _plan(subject, number, row, templates)
        for subject in sheet.names("posts")
        for number, row in enumerate(sheet.rows(f"posts/{subject}"), 1)
    ]


def _plan(subject: str, number: int, row: sheet.Row, templates: dict[str, str]) -> PostPlan:
    pictures, marks = row["pictures"], sheet.parts(row["tags"])
    meme = None
    new: tuple[Picture, ...] = ()
    if pictures.startswith(MEME):
        name, top, bottom = (part.strip() for part in pictures.removeprefix(MEME).split("/"))
        meme, new = (name, top, bottom), (picture(templates[name], (top, bottom)),)
    elif not pictures.startswith((OWN_ALBUM, OWN_IMAGE)):
        new = tuple(picture(part) for part in sheet.parts(pictures, ";"))
    return PostPlan(
        subject=subject,
        number=number,
        by=row["by"],
        title=row["title"],
        description=row["description"] or None,
        topic=row["topic"],
        tags=tuple(mark for mark in marks if mark != MATURE),
        is_mature=MATURE in marks,
        heat=int(row["heat"]),
        pictures=new,
        own_album=pictures.removeprefix(OWN_ALBUM) if pictures.startswith(OWN_ALBUM) else None,
        own_image=int(pictures.removeprefix(OWN_IMAGE)) if pictures.startswith(OWN_IMAGE) else None,
        meme=meme,
    )
