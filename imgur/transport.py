"""The only module that speaks HTTP: one ``Call`` out, one ``Answer`` or one ``ImgurError`` back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import requests
import urllib3

from imgur.answers import judged, read_content
from imgur.auth import Auth, CommercialGateway
from imgur.body import Body
from imgur.call import Answer, Call
from imgur.connection import Breakage, checked_url
from imgur.doors import Doors
from imgur.errors import ImgurUnavailableError
from imgur.failures import lost_connection
from imgur.formats import Format, asked_in
from imgur.retries import is_worth_a_retry, pauses_before_retries
from imgur.session import AnswerTooLongError, answers_within, new_session
from imgur.timeouts import DEFAULT_TIMEOUTS, Timeouts
from imgur.version import VERSION

API_URL = "https://api.imgur.com"
SITE_URL = "https://imgur.com"
USER_AGENT = f"ImgurHub/{VERSION} (self-hosted; python-requests/{requests.__version__})"


class HttpTransport:
    """Sends calls to Imgur over one ``requests.Session``.

    Redirects are not followed, answers are bounded in size and time, certificates are checked, cookies and netrc are
    ignored. Calls that may be repeated are tried up to ``retries`` more times when no usable answer came and that may
    pass (not connected, 502, 503, 504, not readable), with a growing, jittered pause; uploads and creations never are,
    nor is a 429.
    **Every retry can spend a credit**: a caller that counts credits passes ``retries=0`` and repeats by itself.
    ``pause`` is how to wait between them, in seconds.

    ``commercial`` takes the API's place for version 3, but not for what holds a password; OAuth and the unversioned API
    stay at ``api_url``. ``format`` is what answers are asked for in; whichever is chosen, they read the same, but for
    what XML cannot tell (``imgur.xml``). ``session`` should come from ``new_session``.

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
        self._doors = Doors(
            auth=auth, api_url=checked_url(api_url), site_url=checked_url(site_url), commercial=commercial
        )
        self._format: Format = format
        self._timeouts = timeouts
        self._owns_session = session is None
        self._session = session or new_session()
        self._retries = retries
        self._pause = pause

    def send(self, call: Call) -> Answer:
        """Send ``call`` and return its successful answer, or raise an ``ImgurError``.

        Raises OSError when the file to upload cannot be read: that is no fault of Imgur's, and nothing took effect.
        """
        was_sent = False
        pauses = pauses_before_retries(call, self._retries)
        while True:
            try:
                return self._send_once(call)
            except ImgurUnavailableError as error:
                # Any attempt that reached Imgur may have cost its credit, not only the last.
                was_sent = error.was_sent = was_sent or error.was_sent
                seconds = next(pauses, None)
                if seconds is None or not is_worth_a_retry(error):
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

    def _send_once(self, call: Call) -> Answer:
        started = time.monotonic()
        with _body_of(call) as body:
            broken: Breakage | None = None
            try:
                with self._exchange(call, body) as response:
                    arrived_at = datetime.now(tz=UTC)
                    content = read_content(response)
            except (requests.RequestException, urllib3.exceptions.HTTPError, AnswerTooLongError, OSError) as error:
                broken = Breakage.of(error)
            # Raised out here, so that nothing is chained to the libraries' error: it holds the token and the path.
            if broken and body.failure:
                raise body.failure
            if broken:
                # With a body we know for certain: before its first byte was taken, no complete request went out.
                raise lost_connection(call, broken, was_sent=body.was_read if len(body) else not broken.never_left)
        elapsed_ms = round((time.monotonic() - started) * 1000)
        return judged(call, response, content, arrived_at=arrived_at, elapsed_ms=elapsed_ms)

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
                self._doors.url_of(call),
                params=dict(call.params),
                data=body if len(body) else None,
                headers=headers,
                # As `auth`, not as a header: otherwise requests looks into ~/.netrc and replaces ours by what it finds.
                auth=lambda request: self._doors.authorize(request, call),
            )
        )
        url = request.url or ""
        adapter = self._session.get_adapter(url)
        # Proxies and certificate bundles of the environment.
        settings: dict[str, Any] = {**self._session.merge_environment_settings(url, {}, True, None, None)}
        with answers_within(self._timeouts.answer):
            return adapter.send(request, timeout=self._timeouts.of(call), **settings)


def _body_of(call: Call) -> Body:
    if call.upload:
        return Body.of_upload(call.form, call.upload)
    if call.json is not None:
        return Body.of_bytes(json.dumps(call.json).encode(), "application/json")
    return Body.of_form(call.form)
