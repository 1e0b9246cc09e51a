"""UploadTicket: what Imgur hands out for a video that it has yet to work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadTicket:
    """A video was taken, its id is not known yet; ask with ``client.images.ticket_result(ticket)``.

    ``error_code`` is set when Imgur took no video after all.
    """

    ticket: str
    error_code: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> UploadTicket:
        """Read a ticket. Never raises; what is no ticket has the ticket ""."""
        read = JsonReader(payload)
        return cls(ticket=read.text("ticket"), error_code=read.handle_or_none("errorCode"), extra=read.rest())
