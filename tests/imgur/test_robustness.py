"""Whatever Imgur, a proxy or a broken line sends: no exception from outside the tree, and no model that stumbles."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imgur import Account, AccountSettings, Album, AlbumCreated, Call, Credits, Image, ImgurClient, ImgurError, Token
from imgur.call import Answer
from imgur.classify import failure_of
from imgur.envelope import read_envelope
from imgur.models import BlockedUser, UploadTicket
from imgur.rate_limits import RateLimits
from tests.imgur.calls import CREATE, NOW, READ, error_of, patient
from tests.imgur.payloads import NAMES, recorded

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
STATUSES = st.sampled_from([200, 204, 301, 400, 401, 403, 404, 413, 417, 429, 451, 500, 502, 503, 999])
RECORDED = [json.dumps(recorded(name)).encode() for name in NAMES]
SHAPES = [
    b'{"data":{"error":{"code":429,"message":"You are uploading too fast. Please wait 5 more minutes."}}}',
    b'{"errors":[{"id":"","code":"429","status":"Too Many Requests","detail":"Too Many Requests"}]}',
    b'{"data":"An error occurred while fetching the comment","success":true,"status":200}',
    b'{"message":"Missing Mashape application key."}',
]
MODELS: list[Any] = [
    Account.from_json,
    AccountSettings.from_json,
    Album.from_json,
    AlbumCreated.from_json,
    BlockedUser.from_json,
    Image.from_json,
    UploadTicket.from_json,
    lambda payload: Credits.from_json(payload, NOW),
    lambda payload: Token.from_json(payload, NOW),
]


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


def everything(client: ImgurClient) -> list[Any]:
    """Every method of the client, ready to call."""
    return [
        lambda: client.images.upload(io.BytesIO(), name="a", content_type="video/mp4"),
        lambda: client.images.get("a"),
        lambda: client.images.ticket_result("a"),
        lambda: client.albums.create(),
        lambda: client.albums.get("a"),
        lambda: client.albums.images("a"),
        lambda: client.account.get(),
        lambda: client.account.settings(),
        lambda: list(client.account.images()),
        lambda: list(client.account.albums()),
        lambda: client.account.image_ids_page(0),
        lambda: client.account.image_count(),
        client.credits,
    ]


def check(body: bytes, status: int) -> None:
    for act in everything(ImgurClient(OneAnswer(body, status))):
        try:
            act()
        except ImgurError as error:
            str(error).encode()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A recorded answer, cut off or with some bytes changed."""
    body = bytearray(draw(st.sampled_from(RECORDED + SHAPES)))
    for _ in range(draw(st.integers(0, 4))):
        body[draw(st.integers(0, len(body) - 1))] = draw(st.integers(0, 255))
    return bytes(body[: draw(st.integers(0, len(body)))])


@patient
@given(damaged(), STATUSES)
def test_a_damaged_answer_stays_inside_the_tree(body: bytes, status: int) -> None:
    check(body, status)


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
@given(st.data())
def test_a_model_takes_any_value_in_any_field(data: st.DataObject) -> None:
    payload = recorded(data.draw(st.sampled_from(NAMES)))
    payload = payload.get("data", payload)
    changed = {key: data.draw(ODD) if data.draw(st.booleans()) else value for key, value in payload.items()}
    for from_json in MODELS:
        from_json(changed)


@patient
@given(ODD)
def test_a_model_takes_anything_in_its_place(payload: Any) -> None:
    for from_json in MODELS:
        from_json(payload)


@pytest.mark.parametrize("status", [200, 404, 500])
@pytest.mark.parametrize("body", RECORDED)
def test_every_cut_of_a_recorded_answer_is_noticed(body: bytes, status: int) -> None:
    text = body.rstrip()
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
