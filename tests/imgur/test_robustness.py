"""Whatever Imgur, a proxy or a broken line sends: no exception from outside the tree, and no model that stumbles."""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imgur import Call, ClientId, HttpTransport, ImgurClient, ImgurError, Timeouts
from imgur.call import Answer
from imgur.classify import failure_of
from imgur.envelope import read_envelope
from imgur.rate_limits import RateLimits
from imgur.xml import DEEPEST_LEVEL
from tests.imgur.calls import CREATE, NOW, READ, error_of, patient
from tests.imgur.damage import (
    ANSWERS,
    FAILURES,
    ODD,
    OTHER_FORMS,
    STATUSES,
    buried,
    damaged_bytes,
    damaged_payloads,
    list_keys,
)
from tests.imgur.models import MODELS
from tests.imgur.samples import SAMPLES, Sample


class OneAnswer:
    """A transport that judges one body as the real one does."""

    def __init__(self, body: bytes, status: int) -> None:
        self._body, self._status = body, status

    def send(self, call: Call) -> Answer:
        error = error_of(self._body, self._status, call=call)
        if error:
            raise error
        envelope = read_envelope(self._body)
        return Answer(data=envelope.data, status=200, rate_limits=RateLimits(), elapsed_ms=0, body=envelope.body)


def everything(client: ImgurClient) -> Iterator[Callable[[], Any]]:
    """Every method of the client, ready to call; walkers through pages walk."""
    for name, sample in SAMPLES.items():
        if not name.startswith("oauth."):
            method: Any = client
            for part in name.split("."):
                method = getattr(method, part)
            yield partial(_call, method, sample)


def _call(method: Callable[..., Any], sample: Sample) -> None:
    outcome = method(*sample.args, **sample.kwargs)
    if isinstance(outcome, Iterator):
        deque(islice(outcome, 500), maxlen=0)


def check(body: bytes, status: int) -> None:
    """Throw one answer at the classifier, at every model and at every method of the client."""
    for call in (READ, CREATE):
        error = error_of(body, status, call=call)
        if error:
            assert str(error).isprintable()
            assert len(str(error)) < 600
            assert error.imgur_text.isprintable()
    data = read_envelope(body).data
    for from_json in MODELS:
        from_json(data)
    for act in everything(ImgurClient(OneAnswer(body, status))):
        try:
            act()
        except ImgurError as error:
            str(error).encode()


@patient
@given(damaged_bytes(), STATUSES)
def test_a_damaged_answer_stays_inside_the_tree(body: bytes, status: int) -> None:
    check(body, status)


@patient
@given(damaged_payloads(), STATUSES)
def test_a_payload_with_odd_members_stays_inside_the_tree(payload: Any, status: int) -> None:
    check(json.dumps({"data": payload, "success": True, "status": 200}).encode(), status)


@patient
@given(ODD, ODD, ODD, STATUSES)
@example({"error": {"code": [], "message": {}}}, None, None, 400)
@example({"error": "x"}, "false", "999999999999999999999999", 200)
def test_an_odd_envelope_stays_inside_the_tree(data: Any, success: Any, status_in_body: Any, status: int) -> None:
    check(json.dumps({"data": data, "success": success, "status": status_in_body}).encode(), status)


@patient
@given(st.binary(max_size=200), STATUSES)
def test_any_bytes_stay_inside_the_tree(body: bytes, status: int) -> None:
    check(body, status)


@patient
@given(st.dictionaries(st.sampled_from(["error", "errors", "message", "data", "success", "status"]), ODD), STATUSES)
def test_an_odd_error_stays_inside_the_tree(body: dict[str, Any], status: int) -> None:
    check(json.dumps(body).encode(), status)


@patient
@given(
    st.dictionaries(
        st.sampled_from(
            ["Retry-After", "X-RateLimit-UserReset", "x-ratelimit-clientremaining", "X-Post-Rate-Limit-Reset"]
        ),
        st.text(max_size=20) | st.integers().map(str),
    ),
    st.sampled_from(FAILURES),
    STATUSES,
)
def test_odd_headers_stay_inside_the_tree(headers: dict[str, str], body: bytes, status: int) -> None:
    for call in (READ, CREATE):
        str(error_of(body, status, call=call, headers=headers)).encode()
    RateLimits.from_headers(headers, NOW)


@pytest.mark.parametrize("from_json", MODELS)
@patient
@given(payload=damaged_payloads())
def test_a_model_takes_any_value_in_any_field(from_json: Callable[[Any], Any], payload: Any) -> None:
    hash(from_json(payload))


@pytest.mark.parametrize("from_json", MODELS)
@patient
@given(payload=ODD)
def test_a_model_takes_anything_in_its_place(from_json: Callable[[Any], Any], payload: Any) -> None:
    repr(from_json(payload))


@pytest.mark.parametrize("levels", [3, DEEPEST_LEVEL // 2 - 1, DEEPEST_LEVEL, 20_000])
def test_a_payload_that_holds_itself_stays_inside_the_tree(levels: int) -> None:
    for key in list_keys():
        check(buried(key, b'{"id":"b"}', levels), 200)


def test_what_a_deep_answer_may_hold_is_read_and_deeper_is_not() -> None:
    assert read_envelope(buried("children", b"", DEEPEST_LEVEL // 2 - 1)).is_readable
    assert not read_envelope(buried("children", b"", DEEPEST_LEVEL)).is_readable


@pytest.mark.parametrize("status", [200, 404, 500])
@pytest.mark.parametrize("body", ANSWERS + OTHER_FORMS)
def test_every_cut_of_a_recorded_answer_is_noticed(body: bytes, status: int) -> None:
    # The last bytes of JSONP may be missing: the closing semicolon tells nothing.
    text = body.rstrip().removesuffix(b";")
    for length in range(len(text)):
        assert failure_of(read_envelope(text[:length]), status) is not None


@pytest.mark.parametrize(
    "body",
    [
        b'{"data":{"id":"a","title":"\\ud800 lone","name":"nul\\u0000","\\udfff":1},"success":true,"status":200}',
        b'{"data":{"id":"a","width":NaN,"height":Infinity,"views":1e999,"size":-Infinity},"success":true,"status":200}',
        b'\xff\xfe{"data":{"id":"a"},"success":true,"status":200}',
    ],
)
def test_what_it_reads_can_be_stored(body: bytes) -> None:
    envelope = read_envelope(body)

    stored = json.dumps(envelope.body, ensure_ascii=False, allow_nan=False).encode()
    assert b"\\u0000" not in stored


def test_a_deep_answer_is_bounded() -> None:
    for depth in (100, 400, 800, 5_000, 500_000):
        body = b'{"data":' + b'{"a":' * depth + b'"\\u0000"' + b"}" * depth + b"}"
        for call in (READ, CREATE):
            error_of(body, 200, call=call)


@pytest.fixture
def broken_server() -> Iterator[tuple[str, list[bytes]]]:
    """An address that answers every request with the bytes in the list, HTTP or not, and hangs up."""
    answer: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(2)
                connection.recv(65536)
                connection.sendall(answer[0])

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", answer
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00" * 1000,
        b"garbage\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n{}",
        b"HTTP/1.1 999999 OK\r\n\r\n{}",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 200,
        OK + b"A: b\r\n" * 300 + b"\r\n{}",
        OK + b"A: " + b"x" * 70_000 + b"\r\n\r\n{}",
        OK + b"Content-Length: 5, 6\r\n\r\n{}",
        OK + b"Content-Length: 10\r\n\r\n{}",
        OK + b"Content-Length: 0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nab",
        OK + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        OK + b"Content-Encoding: br\r\nContent-Length: 5\r\n\r\nhello",
        OK + b"Content-Encoding: " + b"gzip, " * 40 + b"gzip\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 302 x\r\nLocation: http://[\r\nSet-Cookie: a=b; expires=zz\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 429 x\r\nRetry-After: \xb2\r\nX-RateLimit-UserReset: \xb2\xb3\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_a_broken_http_answer_stays_inside_the_tree(broken_server: tuple[str, list[bytes]], answer: bytes) -> None:
    url, answers = broken_server
    answers[:] = [answer]
    timeouts = Timeouts(read=2, answer=2)

    with HttpTransport(auth=ClientId("abc"), api_url=url, retries=0, timeouts=timeouts) as transport:
        for call in (READ, Call.to("POST", "/3/album", form=[("title", "x")])):
            with pytest.raises(ImgurError):
                transport.send(call)
