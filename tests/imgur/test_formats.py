"""The forms of an answer: how they are asked for, what JSONP is, and that all the transport's promises hold in each."""

from __future__ import annotations

from typing import Any

import pytest

from imgur import (
    BadRequestError,
    Bearer,
    Call,
    ForbiddenError,
    Format,
    HttpTransport,
    Image,
    ImgurClient,
    ImgurUnavailableError,
    OutcomeUnknownError,
    RateLimitError,
    Timeouts,
)
from imgur.envelope import read_envelope
from tests.imgur.calls import CREATE, READ, error_of
from tests.imgur.conftest import TOKEN
from tests.imgur.scripted_server import Reply, ScriptedServer
from tests.imgur.xml_answers import UPLOADED, xml_error, xml_of


def transport_for(server: ScriptedServer, form: Format) -> HttpTransport:
    return HttpTransport(
        auth=Bearer(TOKEN),
        api_url=server.url,
        site_url=server.url,
        format=form,
        retries=0,
        timeouts=Timeouts(read=1, upload_read=1),
    )


# JSONP


@pytest.mark.parametrize(
    ("body", "data"),
    [
        ('imgur({"data":{"id":"a"},"success":true,"status":200});', {"id": "a"}),
        ('my.app.$cb_1( [1] )\n', [1]),
        ('\r\nf({"data":true,"success":true,"status":200})', True),
    ],
)  # fmt: skip
def test_it_unwraps_jsonp(body: str, data: Any) -> None:
    envelope = read_envelope(body.encode())

    assert envelope.is_readable
    assert envelope.data == data
    assert not envelope.has_more


@pytest.mark.parametrize(
    "body",
    [
        '1f({"data":1});',
        'a b({"data":1});',
        'a-b({"data":1});',
        'alert(1);f({"data":1});',
        'f({"data":1}',
        'f({"data":1};',
        'f({"data":1)',
        'f(f({"data":1}));',
        "f(1);",
        "f();",
        'f"({"data":1});',
        "x" * 101 + '({"data":1});',
        "function(){}",
    ],
)
def test_it_unwraps_nothing_but_a_call_by_a_plain_name(body: str) -> None:
    assert not read_envelope(body.encode()).is_readable


def test_it_reads_a_refusal_in_jsonp_as_in_json() -> None:
    refusal = b'imgur({"data":{"error":"Unauthorized","request":"/3/x","method":"GET"},"success":false,"status":403});'

    assert type(error_of(refusal, 403)) is ForbiddenError
    assert type(error_of(refusal, 200)) is ForbiddenError
    assert type(error_of(refusal + refusal, 403, call=CREATE)) is OutcomeUnknownError


# Asking for them


@pytest.mark.parametrize(
    ("form", "path", "accept", "body"),
    [
        ("json", "/3/image/aaaaaaa", "application/json", b'{"data":{"id":"aaaaaaa"},"success":true,"status":200}'),
        ("xml", "/3/image/aaaaaaa.xml", "application/xml, application/json", UPLOADED),
        ("jsonp", "/3/image/aaaaaaa?callback=imgur", "application/javascript, application/json",
         b'imgur({"data":{"id":"aaaaaaa"},"success":true,"status":200});'),
    ],
)  # fmt: skip
def test_it_asks_for_the_form_and_reads_the_answer(
    server: ScriptedServer, form: Format, path: str, accept: str, body: bytes
) -> None:
    server.script(Reply(body=body))

    image = ImgurClient(transport_for(server, form)).images.get("aaaaaaa")

    assert image.id == "aaaaaaa"
    assert server.received[0].path == path
    assert server.received[0].headers["accept"] == accept
    assert server.received[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_it_uploads_and_lists_in_xml(server: ScriptedServer) -> None:
    client = ImgurClient(transport_for(server, "xml"))
    server.script(Reply(body=UPLOADED), Reply(body=xml_of([{"id": "a"}, {"id": "b"}])), Reply(body=xml_of(4000)))

    uploaded = client.images.upload(b"GIF89a", name="a.gif", content_type="image/gif")
    images = client.account.images_page(0)

    assert isinstance(uploaded, Image)
    assert uploaded.deletehash == "aaaaaaaaaaaaaaa"
    assert [image.id for image in images] == ["a", "b"]
    assert client.account.image_count() == 4000
    assert [received.path for received in server.received] == [
        "/3/image.xml",
        "/3/account/me/images/0.xml?perPage=100",
        "/3/account/me/images/count.xml",
    ]


def test_it_keeps_other_parameters_beside_the_callback(server: ScriptedServer) -> None:
    transport_for(server, "jsonp").send(Call.to("GET", "/3/gallery/search", params={"q": "cats & dogs"}))

    assert server.received[0].path == "/3/gallery/search?q=cats+%26+dogs&callback=imgur"


@pytest.mark.parametrize("form", ["xml", "jsonp"])
def test_it_asks_only_version_3_for_another_form(server: ScriptedServer, form: Format) -> None:
    transport = transport_for(server, form)

    transport.send(Call.to("POST", "/oauth2/token", cost=0))
    transport.send(Call.to("GET", "/account/v1/{u}/block", ids={"u": "bob"}, accept="application/vnd.api+json"))
    transport.send(Call.to("GET", "/upload/poll", host="site", cost=0))

    assert [received.path for received in server.received] == ["/oauth2/token", "/account/v1/bob/block", "/upload/poll"]
    assert server.received[1].headers["accept"] == "application/vnd.api+json"


@pytest.mark.parametrize("form", ["xml", "jsonp"])
def test_it_reads_an_error_that_comes_as_json_all_the_same(server: ScriptedServer, form: Format) -> None:
    body = b'{"errors":[{"id":"","code":"429","status":"Too Many Requests","detail":"Too Many Requests"}]}'
    server.script(Reply(status=429, body=body))

    with pytest.raises(RateLimitError):
        transport_for(server, form).send(READ)


@pytest.mark.parametrize("form", ["xml", "jsonp"])
def test_it_tells_no_secret_and_follows_no_redirect_in_any_form(server: ScriptedServer, form: Format) -> None:
    echo = xml_error(f"Bad token {TOKEN}", 400)
    server.script(Reply(status=400, body=echo), Reply(status=302, headers={"Location": f"{server.url}/stolen"}))
    transport = transport_for(server, form)

    with pytest.raises(BadRequestError, match="Bad token …") as caught:
        transport.send(READ)
    with pytest.raises(ImgurUnavailableError):
        transport.send(READ)

    assert TOKEN not in str(caught.value) + caught.value.imgur_text
    assert caught.value.call_route == "/3/image/{id}"
    assert len(server.received) == 2


@pytest.mark.parametrize("form", ["xml", "jsonp"])
def test_it_stops_reading_an_endless_answer_in_any_form(server: ScriptedServer, form: Format) -> None:
    server.script(Reply(body=b"<a>" * 350_000, repeat_body=33))

    with pytest.raises(ImgurUnavailableError, match="larger than any"):
        transport_for(server, form).send(READ)
