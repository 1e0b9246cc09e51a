"""The only module that speaks HTTP: one ``Call`` out, one ``Answer`` or one ``ImgurError`` back."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import requests
import urllib3

from imgur.auth import Auth, ClientId, CommercialGateway
from imgur.body import Body
from imgur.call import Answer, Call, FilePart, Transport
from imgur.classify import failure_of
from imgur.connection import AnswerTooLongError, checked_url, never_left, what_broke
from imgur.envelope import read_envelope
from imgur.errors import ImgurUnavailableError
from imgur.failures import FailedAnswer, error_for, lost_connection
from imgur.formats import Format, asked_in
from imgur.rate_limits import RateLimits
from imgur.version import VERSION

__all__ = [
    "API_URL",
    "DEFAULT_TIMEOUTS",
    "SITE_URL",
    "Answer",
    "Call",
    "FilePart",
    "HttpTransport",
    "Timeouts",
    "Transport",
]

API_URL = "https://api.imgur.com"
SITE_URL = "https://imgur.com"
USER_AGENT = f"ImgurHub/{VERSION} (self-hosted; python-requests/{requests.__version__})"

# Imgur's largest answers (an album of thousands of images) are a few megabytes.
MAX_ANSWER_BYTES = 32 * 1024 * 1024
_BLOCK_BYTES = 64 * 1024
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 8.0
_RETRIED_STATUSES = {502, 503, 504}
_MAX_AGE = re.compile(r"\bmax-age=([0-9]{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long to wait, in seconds.

    ``connect``, ``read`` and ``upload_read`` (after a file went out, Imgur works on it) are the longest silences;
    ``upload_send`` is the longest silence while a file goes out, and while connecting for it; ``answer`` is for the
    whole body of an answer, so that one that drips cannot hold a worker.
    """

    connect: float = 5
    read: float = 30
    upload_read: float = 120
    upload_send: float = 30
    answer: float = 120

    def of(self, call: Call) -> tuple[float, float]:
        """The connect and read timeouts for ``call``. urllib3 applies the first to sending as well."""
        if call.upload or call.is_upload:
            return max(self.connect, self.upload_send), self.upload_read
        return self.connect, self.read


DEFAULT_TIMEOUTS = Timeouts()


class HttpTransport:
    """Sends calls to Imgur over one ``requests.Session``.

    Redirects are not followed, answers are bounded in size and time, certificates are checked, cookies and netrc are
    ignored. Calls that may be repeated are tried up to ``retries`` more times when no usable answer came (not
    connected, 502, 503, 504, not readable), with a growing, jittered pause; uploads and creations never are, nor is a
    429.
    **Every retry can spend a credit**: a caller that counts credits passes ``retries=0`` and repeats by itself.
    ``pause`` is how to wait between them, in seconds.

    ``commercial`` takes the API's place for all but OAuth, which stays at ``api_url``. ``format`` is what answers are
    asked for in; whichever is chosen, they read the same, but for what XML cannot tell (``imgur.xml``).

    A context manager; ``close`` ends the session if it was made here. Threads may share one: it keeps no state between
    calls but the session's connections.
    """

    def __init__(
        self,
        *,
        auth: Auth,
        api_url: str = API_URL,
        site_url: str = SITE_URL,
        commercial: CommercialGateway | None = None,
        format: Format = "json",
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        session: requests.Session | None = None,
        retries: int = 2,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._auth = auth
        self._commercial = commercial
        self._format: Format = format
        self._api_url, self._site_url = checked_url(api_url), checked_url(site_url)
        self._timeouts = timeouts
        self._owns_session = session is None
        self._session = session or requests.Session()
        self._retries = retries
        self._pause = pause

    def send(self, call: Call) -> Answer:
        """Send ``call`` and return its successful answer, or raise an ``ImgurError``.

        Raises OSError when the file to upload cannot be read: that is no fault of Imgur's, and nothing took effect.
        """
        was_sent = False
        pauses = self._pauses(call)
        while True:
            try:
                return self._send_once(call)
            except ImgurUnavailableError as error:
                # Any attempt that reached Imgur may have cost its credit, not only the last.
                was_sent = error.was_sent = was_sent or error.was_sent
                seconds = next(pauses, None)
                if seconds is None or not _is_worth_a_retry(error):
                    raise
            self._pause(seconds)

    def close(self) -> None:
        """End the connections, unless the session belongs to the caller."""
        if self._owns_session:
            self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _pauses(self, call: Call) -> Iterator[float]:
        if not call.is_idempotent or call.is_upload or call.upload:
            return
        for attempt in range(self._retries):
            # Jitter keeps many workers from coming back in the same instant.
            jitter = random.uniform(0.5, 1.0)  # noqa: S311  # not a secret
            yield min(_FIRST_PAUSE_SECONDS * 2**attempt, _LONGEST_PAUSE_SECONDS) * jitter

    def _send_once(self, call: Call) -> Answer:
        started = time.monotonic()
        with _body_of(call) as body:
            try:
                with self._exchange(call, body) as response:
                    content = self._read(response)
            except (requests.RequestException, urllib3.exceptions.HTTPError, AnswerTooLongError, OSError) as error:
                if body.failure:
                    raise body.failure from None
                # With a body we know for certain: before its first byte was taken, no complete request went out.
                was_sent = body.was_read if len(body) else not never_left(error)
                raise lost_connection(call, what_broke(error), was_sent=was_sent) from error
        return self._judge(call, response, content, elapsed_ms=round((time.monotonic() - started) * 1000))

    def _exchange(self, call: Call, body: Body) -> requests.Response:
        """Send the request and return its answer as soon as the headers are there.

        Goes to the adapter directly: ``Session.send`` would keep cookies, and reads a redirect's body without bounds
        even when it does not follow.
        """
        call = asked_in(call, self._format)
        headers = {"Accept": call.accept, "User-Agent": USER_AGENT}
        if len(body):
            headers["Content-Type"] = body.content_type
        request = self._session.prepare_request(
            requests.Request(
                call.method,
                self._url_of(call) + call.path,
                params=dict(call.params),
                data=body if len(body) else None,
                headers=headers,
                # As `auth`, not as a header: otherwise requests looks into ~/.netrc and replaces ours by what it finds.
                auth=lambda request: self._authorize(request, call),
            )
        )
        url = request.url or ""
        adapter = self._session.get_adapter(url)
        # Proxies and certificate bundles of the environment.
        settings: dict[str, Any] = {**self._session.merge_environment_settings(url, {}, True, None, None)}
        return adapter.send(request, timeout=self._timeouts.of(call), **settings)

    def _gateway_for(self, call: Call) -> CommercialGateway | None:
        # Imgur itself hands out tokens, to paying applications too.
        return self._commercial if call.host == "api" and not call.path.startswith("/oauth2/") else None

    def _url_of(self, call: Call) -> str:
        if call.host == "site":
            return self._site_url
        gateway = self._gateway_for(call)
        return gateway.url if gateway else self._api_url

    def _authorize(self, request: requests.PreparedRequest, call: Call) -> requests.PreparedRequest:
        # Imgur's web site is not its API: it may know the application, but never a user's token or the gateway's key.
        if call.host == "api" or isinstance(self._auth, ClientId):
            request.headers["Authorization"] = self._auth.header
        if gateway := self._gateway_for(call):
            request.headers.update(gateway.headers)
        return request

    def _read(self, response: requests.Response) -> bytes:
        """The whole body, unzipped; raises AnswerTooLongError when it is larger or slower than any honest answer."""
        deadline = time.monotonic() + self._timeouts.answer
        content = bytearray()
        # read1 returns what is there; read() would wait for a full block and let a dripping answer pass the deadline.
        while block := response.raw.read1(_BLOCK_BYTES, decode_content=True):
            content += block
            if len(content) > MAX_ANSWER_BYTES:
                raise AnswerTooLongError("the answer was larger than any of Imgur's")
            if time.monotonic() > deadline:
                raise AnswerTooLongError("the answer took too long to arrive")
        return bytes(content)

    def _judge(self, call: Call, response: requests.Response, content: bytes, *, elapsed_ms: int) -> Answer:
        now = datetime.now(tz=UTC)
        status = response.status_code
        rate_limits = RateLimits.from_headers(response.headers, now)
        envelope = read_envelope(content, hidden=call.deletehashes)
        kind = failure_of(envelope, status)
        if kind is not None:
            raise error_for(FailedAnswer(kind, envelope, status, response.headers, rate_limits, call, now))
        return Answer(
            data=envelope.data,
            status=status,
            rate_limits=rate_limits,
            elapsed_ms=elapsed_ms,
            body=envelope.body,
            max_age_seconds=_max_age_seconds(response.headers.get("Cache-Control", "")),
        )


def _body_of(call: Call) -> Body:
    if call.upload:
        return Body.of_upload(call.form, call.upload)
    if call.json is not None:
        return Body.of_bytes(json.dumps(call.json).encode(), "application/json")
    return Body.of_form(call.form)


def _max_age_seconds(cache_control: str) -> int:
    match = _MAX_AGE.search(cache_control)
    return int(match[1]) if match and "no-store" not in cache_control.lower() else 0


def _is_worth_a_retry(error: ImgurUnavailableError) -> bool:
    """True for what passes within seconds; over capacity and blocks last longer, a 500 tells of a real fault."""
    if error.reason == "fault":
        return error.status in _RETRIED_STATUSES and error.retry_after_seconds is None
    return error.reason in ("unreachable", "garbled")
