"""Who calls: an application alone, or an application for a user; and through which door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

# A header value with a line break would be refused further down, in a message that quotes the whole value.
_HEADER_SAFE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class ClientId:
    """Calls of the application itself: public reads and anonymous uploads."""

    client_id: str = field(repr=False)

    def __post_init__(self) -> None:
        _check_header_safe(self.client_id, "client id")

    @property
    def header(self) -> str:
        return f"Client-ID {self.client_id}"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Calls on behalf of a user. The token goes to the API's host and to no other."""

    access_token: str = field(repr=False)

    def __post_init__(self) -> None:
        _check_header_safe(self.access_token, "access token")

    @property
    def header(self) -> str:
        return f"Bearer {self.access_token}"


Auth = ClientId | Bearer


@dataclass(frozen=True, slots=True)
class CommercialGateway:
    """The host that paying applications call in place of api.imgur.com, and their key for it."""

    key: str = field(repr=False)
    url: str = "https://imgur-apiv3.p.rapidapi.com"

    def __post_init__(self) -> None:
        _check_header_safe(self.key, "gateway key")

    @property
    def headers(self) -> Mapping[str, str]:
        """The key under both names in use: the gateway changed hands, Imgur's documents still give the older name."""
        host = urlsplit(self.url).hostname or ""
        return {"X-RapidAPI-Host": host, "X-RapidAPI-Key": self.key, "X-Mashape-Key": self.key}


def _check_header_safe(value: str, what: str) -> None:
    if not _HEADER_SAFE.fullmatch(value):
        raise ValueError(f"The {what} is empty or holds blanks or characters that a header cannot carry.")
