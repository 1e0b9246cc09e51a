"""Who calls: an application alone, or an application for a user; and through which door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from imgur.connection import checked_url

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

RAPIDAPI_URL = "https://imgur-apiv3.p.rapidapi.com"
# Mashape's hosts, until it became RapidAPI in 2018. Imgur's own texts spell the name in both ways.
MASHAPE_URLS = ("https://imgur-apiv3.p.mashape.com", "https://imgur-api-v3.p.mashape.com")


@dataclass(frozen=True, slots=True)
class CommercialGateway:
    """The host that paying applications call in place of api.imgur.com, and their key for it.

    Raises ValueError when ``url`` is not the plain address of a host; the API's version at its end is cut off.
    """

    key: str = field(repr=False)
    url: str = RAPIDAPI_URL

    def __post_init__(self) -> None:
        _check_header_safe(self.key, "gateway key")
        object.__setattr__(self, "url", checked_url(self.url))

    @property
    def headers(self) -> Mapping[str, str]:
        """The key under the names in use; RapidAPI is sent the older one too, which Imgur's documents still give."""
        host = urlsplit(self.url).hostname or ""
        old = {"X-Mashape-Key": self.key}
        if host.endswith(".mashape.com"):
            return old
        return {"X-RapidAPI-Host": host, "X-RapidAPI-Key": self.key, **old}


def _check_header_safe(value: str, what: str) -> None:
    if not _HEADER_SAFE.fullmatch(value):
        raise ValueError(f"The {what} is empty or holds blanks or characters that a header cannot carry.")
