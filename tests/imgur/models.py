"""Every model of the client, as the function that reads it from a payload."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from imgur import Account, AccountSettings, Album, AlbumCreated, Credits, Image, Token, UploadTicket
from imgur.models import BlockedUser
from tests.imgur.calls import NOW


def _credits(payload: Any) -> Credits:
    return Credits.from_json(payload, NOW)


def _token(payload: Any) -> Token:
    return Token.from_json(payload, NOW)


MODELS: list[Callable[[Any], Any]] = [
    Account.from_json,
    AccountSettings.from_json,
    Album.from_json,
    AlbumCreated.from_json,
    BlockedUser.from_json,
    Image.from_json,
    UploadTicket.from_json,
    _credits,
    _token,
]
