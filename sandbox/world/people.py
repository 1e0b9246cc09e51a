"""Who lives in the demo world, and what they have. All names and pictures are our own."""

from dataclasses import dataclass

from sandbox.models import Album
from sandbox.world.recipes import CROPS, Recipe

PUBLIC, HIDDEN, SECRET = Album.Privacy.PUBLIC, Album.Privacy.HIDDEN, Album.Privacy.SECRET


@dataclass(frozen=True)
class Picture:
    """A picture with its texts; either may be missing, as they often are."""

    recipe: Recipe
    title: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class AlbumPlan:
    title: str | None
    pictures: tuple[Picture, ...] = ()
    privacy: Album.Privacy = PUBLIC
    description: str | None = None
    # Some albums have pictures and yet no cover.
    has_cover: bool = True


@dataclass(frozen=True)
class Person:
    """``since`` is the day the account was made, in ISO form; ``avatar`` the place of a picture among all of theirs."""

    account_id: int
    username: str
    password: str
    bio: str | None
    since: str
    reputation: int
    albums: tuple[AlbumPlan, ...] = ()
    loose: tuple[Picture, ...] = ()
    avatar: int | None = 0


def jpg(source: str, title: str | None = None, description: str | None = None, width: int | None = None) -> Picture:
    return Picture(Recipe(source, "jpg", width=width), title, description)


def png(source: str, title: str | None = None, description: str | None = None) -> Picture:
    return Picture(Recipe(source, "png"), title, description)


def webp(source: str, title: str | None = None, description: str | None = None) -> Picture:
    return Picture(Recipe(source, "webp"), title, description)


def gif(source: str, title: str | None = None) -> Picture:
    return Picture(Recipe(source, "gif"), title)


def film(source: str, title: str | None = None, *, has_sound: bool = False) -> Picture:
    return Picture(Recipe(source, "mp4", has_sound=has_sound), title)


def detail(source: str, title: str | None = None, *, corner: str = "top", form: str = "jpg") -> Picture:
    """A part of a picture, enlarged a little, by its name in CROPS."""
    return Picture(Recipe(source, form, crop=CROPS[corner], width=560), title)
