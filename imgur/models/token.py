"""Token: an account's access to Imgur. Its secrets are in no repr."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from imgur.models.reader import JsonReader

# For an answer without a word: the documents promise a month since 2015, the answers ten years since about 2019.
_DOCUMENTED_LIFE = timedelta(days=28)
_LONGEST_LIFE = timedelta(days=20 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An access token, and the refresh token that outlives it. Keep both anew after every refresh: both may change."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    account_id: int | None = None
    account_username: str = ""
    token_type: str = "bearer"  # noqa: S105  # a kind, not a secret
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any, now: datetime) -> Token:
        """Read a token that was issued at ``now`` (aware), from an answer or from a callback's fragment (all text).

        Never raises; what is no token has the access token "".
        """
        read = JsonReader(payload)
        lasts_seconds = read.integer_or_none("expires_in")
        life = _DOCUMENTED_LIFE
        if lasts_seconds is not None:
            life = timedelta(seconds=min(max(lasts_seconds, 0), int(_LONGEST_LIFE.total_seconds())))
        return cls(
            access_token=read.text("access_token"),
            refresh_token=read.text("refresh_token"),
            expires_at=now + life,
            account_id=read.integer_or_none("account_id"),
            account_username=read.text("account_username"),
            token_type=read.text("token_type") or "bearer",
            extra=read.rest(),
        )
