"""Votes: how many people voted a post up and down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """The votes on a post."""

    ups: int
    downs: int

    @classmethod
    def from_json(cls, payload: Any) -> Votes:
        """Read the votes. Never raises; what is not told is 0."""
        read = JsonReader(payload)
        return cls(ups=read.integer("ups"), downs=read.integer("downs"))
