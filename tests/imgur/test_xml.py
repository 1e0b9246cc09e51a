"""What Imgur's XML says, and what no XML may do."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgur import (
    Answer,
    BadRequestError,
    Call,
    ForbiddenError,
    Image,
    ImgurClient,
    ImgurUnavailableError,
    NotFoundError,
    Notifications,
    OutcomeUnknownError,
    RateLimitError,
    RateLimits,
    TokenRejectedError,
)
from imgur.envelope import read_envelope
from tests.imgur.calls import CREATE, NOW, READ, error_of, patient
from tests.imgur.models import MODELS
from tests.imgur.payloads import NAMES, recorded
from tests.imgur.samples import SAMPLES
from tests.imgur.xml_answers import UPLOADED, as_xml_can_tell, xml_error, xml_of

# What is not version 3 has no XML.
JSON_ALONE = re.compile(r"oauth\.|images.ticket_result|account\.(is_blocking|block|unblock|get_v1)$")
TOO_FAST = {"code": 429, "message": "You are uploading too fast. Please wait 59 more minutes.", "exception": []}
PLAIN = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Cc"]), max_size=8)
NAME = st.from_regex("[a-z_]{1,8}", fullmatch=True).filter(lambda name: name not in {"item", "vote"})
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | PLAIN.filter(lambda text: bool(text.strip())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAME, inner, max_size=4),
    max_leaves=20,
)


def without_extra(value: Any) -> Any:
    """A model as plain values, without the fields that nobody asked for."""
    if isinstance(value, dict):
        return {key: without_extra(member) for key, member in value.items() if key != "extra"}
    return [without_extra(member) for member in value] if isinstance(value, list | tuple) else value


def without_empties(value: Any) -> Any:
    """A payload with {} for whatever is empty: XML cannot tell them apart."""
    if isinstance(value, dict):
        return {key: without_empties(member) for key, member in value.items()}
    if isinstance(value, list):
        return [without_empties(member) for member in value] or {}
    return {} if value in ("", None) else value


def test_it_reads_the_upload_that_was_recorded() -> None:
    image = Image.from_json(read_envelope(UPLOADED).data)

    assert image.id == "aaaaaaa"
    assert (image.title, image.description) == ("text", None)
    assert image.uploaded_at == datetime(2009, 2, 13, 23, 31, 30, tzinfo=UTC)
    assert (image.width, image.height, image.size, image.account_id) == (300, 300, 1000, 0)
    assert (image.animated, image.favorite, image.nsfw, image.edited) == (False, False, None, False)
    assert image.deletehash == "aaaaaaaaaaaaaaa"
    assert image.link == "https://i.imgur.com/aaaaaaa.png"


def test_it_puts_the_same_envelope_around_it_as_json_has() -> None:
    envelope = read_envelope(UPLOADED)

    assert envelope.is_readable
    assert not envelope.is_failure
    assert envelope.body == {"data": envelope.data, "success": True, "status": 200}
    assert error_of(UPLOADED, 200) is None


@pytest.mark.parametrize(
    ("body", "data"),
    [
        pytest.param('<data type="array" success="1" status="200"><item><id>188129</id></item></data>',
                     [{"id": "188129"}], id="a list"),
        pytest.param('<data type="array" success="1" status="200"><item>a</item><item>b</item></data>',
                     ["a", "b"], id="a list of ids"),
        pytest.param('<data type="array" success="1" status="200"/>', [], id="an empty list"),
        pytest.param('<data type="array" success="1" status="200">\n</data>', [], id="an empty list on two lines"),
        pytest.param('<data success="1" status="200"/>', {}, id="null"),
        pytest.param('<data success="1" status="200"><id>a</id></data>', {"id": "a"}, id="an object of the documents"),
        pytest.param('<data success="1" status="200">1</data>', "1", id="true, as a number"),
        pytest.param('<data success="1" status="200">favorited</data>', "favorited", id="a word"),
        pytest.param('<data success="true" status="200"><a>R&amp;B &#233; <![CDATA[<b>]]></a></data>',
                     {"a": "R&B é <b>"}, id="escaped text"),
        pytest.param('<data success="1" status="200"><content><vote>null</vote><title>null</title></content></data>',
                     {"content": {"vote": None, "title": "null"}}, id="a null in a word"),
        pytest.param('\r\n <data success="1" status="200"><tags><item><name>x</name></item></tags></data>\n',
                     {"tags": [{"name": "x"}]}, id="blanks before"),
    ],
)  # fmt: skip
def test_it_reads_every_shape(body: str, data: Any) -> None:
    envelope = read_envelope(body.encode())

    assert envelope.is_readable
    assert envelope.data == data
    assert not envelope.has_more


@pytest.mark.parametrize("name", NAMES)
def test_every_model_reads_the_same_from_xml_as_from_json(name: str) -> None:
    payload = recorded(name).get("data", recorded(name))
    from_xml = read_envelope(xml_of(payload)).data

    for from_json in MODELS:
        as_json_tells = from_json(without_empties(payload))
        assert without_extra(dataclasses.asdict(from_json(from_xml))) == without_extra(
            dataclasses.asdict(as_json_tells)
        )


class XmlTransport:
    """Answers with the given payloads in turn, by way of XML."""

    def __init__(self, *payloads: Any) -> None:
        self._payloads = list(payloads)

    def send(self, call: Call) -> Answer:
        data = read_envelope(xml_of(self._payloads.pop(0))).data
        return Answer(data=data, status=200, rate_limits=RateLimits(), elapsed_ms=1, body={"data": data})


def in_xml(*payloads: Any) -> ImgurClient:
    return ImgurClient(XmlTransport(*payloads))


@pytest.mark.parametrize("name", [name for name in SAMPLES if not JSON_ALONE.match(name)])
def test_every_method_takes_its_answer_in_xml(name: str) -> None:
    """Walks end where they end in JSON, too: at an empty page."""
    sample = SAMPLES[name]
    method: Any = in_xml(*sample.answers)
    for part in name.split("."):
        method = getattr(method, part)

    outcome = method(*sample.args, **sample.kwargs)

    assert sample.is_like(list(outcome) if isinstance(outcome, Iterator) else outcome)


def test_an_empty_album_is_empty_in_xml_and_not_one_whose_images_were_not_sent() -> None:
    album = recorded("album")["data"]
    client = in_xml(album | {"images": []}, album | {"images": []}, [])

    assert client.albums.get("z6B0jQx").images == ()
    assert client.account.album("z6B0jQx").images == ()
    assert client.albums.images("z6B0jQx") == []


def test_nothing_new_is_no_error_in_xml() -> None:
    client = in_xml({"replies": [], "messages": []}, {"replies": [], "messages": []}, {"items": [], "next": None})

    assert client.notifications.all() == Notifications()
    assert client.account.notifications() == Notifications()
    assert client.account.blocked_users().usernames == ()


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.images.get("a"),
        lambda client: client.account.image_count(),
        lambda client: client.gallery.votes("a"),
        lambda client: client.account.gallery_profile(),
        lambda client: client.notifications.all(),
        lambda client: client.account.is_email_verified(),
        lambda client: client.tags.page("cats"),
    ],
)
@pytest.mark.parametrize("empty", [None, {"id": None, "ups": None, "total_gallery_comments": None, "x": []}])
def test_an_empty_element_is_no_number_no_id_and_no_missing_list(ask: Callable[[Any], Any], empty: Any) -> None:
    with pytest.raises(ImgurUnavailableError):
        ask(in_xml(empty))


@patient
@given(ANYTHING)
def test_it_reads_back_whatever_is_written_as_xml(data: Any) -> None:
    read = read_envelope(xml_of({"member": data})).data

    assert read == as_xml_can_tell({"member": data})


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        pytest.param(xml_error("No image data was sent to the upload api", 400), 400, BadRequestError, id="E1 400"),
        pytest.param(xml_error("Authentication required", 401), 401, TokenRejectedError, id="E1 401"),
        pytest.param(xml_error("The access token provided is invalid.", 403), 403, TokenRejectedError, id="E1 token"),
        pytest.param(xml_error("Unauthorized", 403), 403, ForbiddenError, id="E1 403"),
        pytest.param(xml_error("Unable to find an image with the id, x", 404), 404, NotFoundError, id="E1 404"),
        pytest.param(xml_error({"code": 1003, "message": "File type invalid (1)"}, 400), 400, BadRequestError, id="E2"),
        pytest.param(xml_error(TOO_FAST, 400), 400, RateLimitError, id="E2 upload limit"),
        pytest.param(xml_error("Imgur is temporarily over capacity.", 403), 403, ImgurUnavailableError, id="E5"),
        pytest.param(xml_of("An error occurred while fetching the comment"), 200, NotFoundError, id="Q3"),
        pytest.param(xml_error("Album not found", 200), 200, NotFoundError, id="Q1"),
        pytest.param(xml_error("Unauthorized", 403), 200, ForbiddenError, id="_fake_status"),
        pytest.param(b'<data success="0" status="400"/>', 400, BadRequestError, id="E6"),
        pytest.param(b'<data success="0" status="200"/>', 200, BadRequestError, id="success 0 alone"),
    ],
)
def test_it_reads_a_refusal_in_xml_as_in_json(body: bytes, status: int, expected: type[Exception]) -> None:
    error = error_of(body, status, call=CREATE)

    assert type(error) is expected


def test_it_waits_as_long_as_the_upload_limit_says_in_xml() -> None:
    error = error_of(xml_error(TOO_FAST, 400), 400)

    assert isinstance(error, RateLimitError)
    assert error.window == "upload-hour"
    assert error.retry_at is not None
    assert (error.retry_at - NOW).total_seconds() == 59 * 60


def test_it_notices_a_second_xml_document() -> None:
    first = xml_error("Unable to find an image with the id, x", 404)
    second = b'\n<data success="1" status="200">1</data>'

    assert type(error_of(first + second, 404, call=READ)) is NotFoundError
    assert type(error_of(first + second, 404, call=CREATE)) is OutcomeUnknownError


def test_every_cut_of_an_xml_answer_is_noticed() -> None:
    body = UPLOADED.strip()

    for length in range(len(body)):
        assert isinstance(error_of(body[:length], 200), ImgurUnavailableError)


ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
BILLION = b'<!DOCTYPE data [<!ENTITY e0 "ha">' + ENTITIES + b']><data success="1" status="200"><a>&e9;</a></data>'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(BILLION, id="billion laughs"),
        pytest.param(b'<!DOCTYPE data [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
                     b'<data success="1" status="200"><a>&f;</a></data>', id="a file of this computer"),
        pytest.param(b'<!DOCTYPE data [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'
                     b'<data success="1" status="200"><a>x</a></data>', id="a parameter entity"),
        pytest.param(b'<!DOCTYPE data SYSTEM "http://127.0.0.1:9/x.dtd"><data success="1" status="200"/>', id="a DTD"),
        pytest.param(b'<!DOCTYPE data><data success="1" status="200"/>', id="a mere document type"),
        pytest.param(b'<data success="1" status="200"><a>&nbsp;</a></data>', id="an entity of HTML"),
        pytest.param(b'<data success="1" status="200"><a>&#0;</a></data>', id="NUL"),
        pytest.param(b'<data success="1" status="200">' + b"<a>" * 300 + b"</a>" * 300 + b"</data>", id="too deep"),
        pytest.param(b'<data success="1" status="200">' + b"<a/>" * 1_000_001 + b"</data>", id="too many"),
        pytest.param(b'<data success="1" status="200"><a></data>', id="crossed tags"),
        pytest.param(b"<data><a>1</a></data>", id="no envelope"),
        pytest.param(b'<error success="1" status="200">1</error>', id="another root"),
        pytest.param(b"<html><body>hello</body></html>", id="HTML"),
        pytest.param(b"\r\n <xml>maintenance</xml>", id="Q5"),
        pytest.param(b"<", id="nothing"),
    ],
)  # fmt: skip
def test_it_does_not_read_what_imgur_would_not_send(body: bytes) -> None:
    error = error_of(body, 200)

    assert isinstance(error, ImgurUnavailableError)
    assert error.reason == "garbled"
    assert "root:" not in str(error)
