"""One call to Imgur before it is sent, its answer after, and the protocol in between. Knows no HTTP library."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol

from imgur.errors import BadRequestError
from imgur.paths import fill
from imgur.rate_limits import RateLimits

_DELETEHASH = re.compile(r"[A-Za-z0-9]{15}")
_CONTENT_TYPE = re.compile(r"[A-Za-z0-9.+_-]{1,60}/[A-Za-z0-9.+_-]{1,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """The file of a multipart upload, streamed from where it lies.

    ``content_type`` is a type and a subtype, such as "image/png", and nothing more; else BadRequestError.
    ``on_progress`` is told the bytes of the file that were handed to the connection, and the file's size.
    """

    field: str  # "image" or "video": Imgur ignores a file under any other name
    source: BinaryIO | Path  # a Path is opened anew for every attempt; a file object is rewound
    name: str
    content_type: str
    on_progress: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        # It becomes a header, as it is.
        if not _CONTENT_TYPE.fullmatch(self.content_type):
            raise BadRequestError("A file's type is two words with a slash between, as image/png. Nothing was sent.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call to Imgur, before it is sent. Made with ``Call.to``, which fills the route's placeholders safely.

    ``is_idempotent`` says whether sending it twice does no more than sending it once: reads, deletions, and writes
    that set known values. Uploads, creations, comments, votes that toggle are not.
    """

    method: str  # "GET", "POST", "PUT", "DELETE"
    path: str = field(repr=False)  # may hold a deletehash, which is as good as a key
    route: str  # the path with placeholders, for ledgers and tests: "/3/image/{id}"
    ids: Mapping[str, str | int] = field(default_factory=dict, repr=False)  # what filled them
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Sequence[tuple[str, str]] = field(default=(), repr=False)  # lists as repeated "ids[]"
    json: Any = field(default=None, repr=False)  # for the few calls that want a JSON body; excludes form and upload
    upload: FilePart | None = None  # streamed from disk, never read whole into memory
    accept: str = "application/json"
    host: Literal["api", "site"] = "api"  # "site" is imgur.com itself; users' tokens never go there
    cost: int = 1  # credits: upload 10, OAuth 0, /3/credits 0 as far as is known, else 1
    is_upload: bool = False
    is_for_imgur_alone: bool = False  # holds a password: no commercial gateway may see it
    is_idempotent: bool

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or any(mark in self.path for mark in "?#\\ \r\n"):
            raise ValueError("A call's path starts with a slash and holds neither query, fragment nor blanks.")
        if self.json is not None and (self.form or self.upload):
            raise ValueError("A call has a JSON body or a form, not both.")
        if not self._can_be_written():
            raise BadRequestError(
                "There is half a character in this, which cannot be sent (a part of an emoji, say). Nothing was sent.",
                call_route=self.route,
            )

    @classmethod
    def to(
        cls,
        method: str,
        route: str,
        *,
        ids: Mapping[str, str | int] | None = None,
        params: Mapping[str, str] | None = None,
        form: Sequence[tuple[str, str]] = (),
        json: Any = None,
        upload: FilePart | None = None,
        accept: str = "application/json",
        host: Literal["api", "site"] = "api",
        cost: int = 1,
        is_upload: bool = False,
        is_for_imgur_alone: bool = False,
        is_idempotent: bool | None = None,
    ) -> Call:
        """The call to ``route`` with its ``{placeholders}`` filled from ``ids``; see ``fill`` for what is refused.

        Without ``is_idempotent`` every method but POST counts as idempotent.
        """
        return cls(
            method=method,
            path=fill(route, ids or {}),
            route=route,
            ids=dict(ids or {}),
            params=dict(params or {}),
            form=tuple(form),
            json=json,
            upload=upload,
            accept=accept,
            host=host,
            cost=cost,
            is_upload=is_upload,
            is_for_imgur_alone=is_for_imgur_alone,
            is_idempotent=method != "POST" if is_idempotent is None else is_idempotent,
        )

    def _can_be_written(self) -> bool:
        """False for texts with half a surrogate pair, which UTF-8 does not have."""
        texts = [*self.params, *self.params.values(), *(text for field in self.form for text in field)]
        texts += [self.upload.name] if self.upload else []
        texts += [json.dumps(self.json, ensure_ascii=False)] if self.json is not None else []
        try:
            for text in texts:
                text.encode()
        except UnicodeEncodeError:
            return False
        return True

    @property
    def deletehashes(self) -> list[str]:
        """What the call sends that looks like a deletehash. Imgur repeats such things in its refusals."""
        sent = [*map(str, self.ids.values()), *self.params.values(), *(value for _, value in self.form)]
        return [value for values in sent for value in values.split(",") if _DELETEHASH.fullmatch(value)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A successful answer. ``data`` is the unwrapped payload, ``body`` the whole parsed document.

    ``max_age_seconds`` is how long Imgur lets caches repeat this answer (600 for some lists): votes and comments of
    that time may be missing from it. ``clock_ahead`` is how far our clock is ahead of Imgur's.
    """

    data: Any = field(repr=False)
    status: int
    rate_limits: RateLimits
    elapsed_ms: int
    body: Any = field(repr=False)
    max_age_seconds: int = 0
    clock_ahead: timedelta = timedelta()


class Transport(Protocol):
    """Whatever carries a call to Imgur and brings the answer: HTTP itself, or a door that counts credits before it."""

    def send(self, call: Call) -> Answer:
        """Send ``call``; return a successful answer or raise an ``ImgurError``."""
        ...
