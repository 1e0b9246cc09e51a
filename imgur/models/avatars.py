"""The pictures of a profile: the avatar in use, and the avatars and covers to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatar:
    """The avatar in use: its address, and its name such as "flavor/taco"."""

    avatar: str | None = None
    avatar_name: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Avatar:
        """Read an avatar. Never raises."""
        read = JsonReader(payload)
        return cls(
            avatar=read.handle_or_none("avatar"), avatar_name=read.handle_or_none("avatar_name"), extra=read.rest()
        )


@dataclass(frozen=True, slots=True)
class ProfilePicture:
    """An avatar or cover to choose: ``name`` is what the settings take, ``location`` where to see it."""

    name: str
    location: str = ""

    @classmethod
    def from_json(cls, payload: Any) -> ProfilePicture:
        """Read an entry of the lists below. Never raises."""
        read = JsonReader(payload)
        return cls(name=read.text("name"), location=read.text("location"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableAvatars:
    """The avatars that an account may choose, or those that anybody may (``avatars_are_default``)."""

    avatars: tuple[ProfilePicture, ...] = ()
    count: int = 0
    avatars_are_default: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> AvailableAvatars:
        """Read the list. Never raises."""
        read = JsonReader(payload)
        avatars = read.items("available_avatars", ProfilePicture.from_json)
        count = read.integer_or_none("available_avatars_count")
        return cls(
            avatars=avatars,
            count=len(avatars) if count is None else count,
            avatars_are_default=read.flag("avatars_are_default"),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableCovers:
    """The covers that an account may choose."""

    covers: tuple[ProfilePicture, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> AvailableCovers:
        """Read the list. Never raises."""
        read = JsonReader(payload)
        return cls(covers=read.items("available_covers", ProfilePicture.from_json), extra=read.rest())
