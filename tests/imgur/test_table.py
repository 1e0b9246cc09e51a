"""Every row of Imgur's API is a method of the client, and every method does what the table says of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from imgur import ImgurClient, OAuthClient
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.table import ENDPOINTS, Endpoint
from imgur.paths import fill
from tests.imgur.fake_transport import FakeTransport
from tests.imgur.samples import SAMPLES, Sample

ROWS = list(csv.DictReader((Path(__file__).parent / "endpoints.tsv").open(), delimiter="\t"))
SENT = [endpoint for endpoint in ENDPOINTS if not endpoint.is_for_browsers]


def method_of(call: str, transport: FakeTransport, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The method that a table's entry names, over ``transport``."""
    monkeypatch.setattr("imgur.oauth.HttpTransport", lambda **settings: transport)
    target: Any = ImgurClient(transport)
    if call.startswith("oauth."):
        target, call = OAuthClient("0123456789abcde", "secret"), call.removeprefix("oauth.")
    for name in call.split("."):
        target = getattr(target, name)
    return target  # type: ignore[no-any-return]


def run(call: str, sample: Sample, monkeypatch: pytest.MonkeyPatch, **options: Any) -> tuple[Any, FakeTransport]:
    transport = FakeTransport(*sample.answers)
    outcome = method_of(call, transport, monkeypatch)(*sample.args, **{**sample.kwargs, **options})
    return (list(outcome) if isinstance(outcome, Iterator) else outcome), transport


def public_methods(target: object, prefix: str = "") -> Iterator[str]:
    for name in dir(target):
        if name.startswith("_") or name == "close":
            continue
        member = getattr(target, name)
        if isinstance(member, EndpointGroup):
            yield from public_methods(member, f"{prefix}{name}.")
        elif callable(member):
            yield prefix + name


def test_all_rows_are_there_and_none_that_is_unknown() -> None:
    known = {row["id"] for row in ROWS}

    assert len(known) == 145
    assert {row for endpoint in ENDPOINTS for row in endpoint.rows} == known


def test_every_method_that_sends_something_is_in_the_table() -> None:
    client = set(public_methods(ImgurClient(FakeTransport())))
    oauth = {f"oauth.{name}" for name in public_methods(OAuthClient("0123456789abcde", "secret"))}

    listed = {endpoint.call for endpoint in ENDPOINTS} | {endpoint.walker for endpoint in ENDPOINTS} - {None}
    assert listed == client | oauth


def test_every_method_has_a_sample_and_no_sample_is_left_over() -> None:
    assert set(SAMPLES) == {name for endpoint in ENDPOINTS for name in (endpoint.call, endpoint.walker) if name}


ALIASES = {"u": "username", "a": "id", "h": "id", "topic_id": "topic"}
# What a row leaves out ("[/…]") is spelled in the row of today's name.
ELSEWHERE = {"g/filtered_out[/…]": "g/filtered_out[/{sort}[/{window}]/{page}]"}


def spellings(row: dict[str, str]) -> set[str]:
    """Every address that a row gives: with and without its optional parts, under its other names."""
    names = re.sub(r"\(L: ([^)]+)\)", r"; \1", row["path"])
    names = re.sub(r"\(also [^)]+\)", "", names)
    return {address(one) for name in re.split(r" [,;] ", names) for one in expanded(ELSEWHERE.get(name, name))}


def expanded(path: str) -> set[str]:
    """``path`` with each of its [optional parts] there and not there."""
    innermost = re.search(r"\[([^\[\]]*)\](?!=)", path)
    if not innermost:
        return {path}
    before, after = path[: innermost.start()], path[innermost.end() :]
    return expanded(before + after) | expanded(before + innermost[1] + after)


def address(path: str) -> str:
    """A spelling as a route: no host, no query, the client's names for placeholders."""
    fixed = path.replace("https://imgur.com/", "//").split("?")[0].strip()
    fixed = fixed.removeprefix("/") if fixed.startswith("/") else f"/3/{fixed}"
    return re.sub(r"\{(\w+)\}", lambda name: f"{{{ALIASES.get(name[1], name[1])}}}", fixed)


def test_optional_parts_are_spelled_out() -> None:
    row = {"path": "account/{u}/x[/{sort}[/{window}]/{page}] ; y (L: y/album)"}

    assert spellings(row) == {
        "/3/account/{username}/x",
        "/3/account/{username}/x/{sort}/{page}",
        "/3/account/{username}/x/{sort}/{window}/{page}",
        "/3/y",
        "/3/y/album",
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row_is_reached_by_its_own_methods_and_path(row: dict[str, str]) -> None:
    entries = [endpoint for endpoint in ENDPOINTS if row["id"] in endpoint.rows]

    assert {endpoint.method for endpoint in entries} == set(re.findall("[A-Z]{3,}", row["method"]))
    # GA20 is a mistake of its only source, which leaves out the id.
    given = spellings(row) if row["id"] != "GA20" else {"/3/gallery/image/{id}"}
    assert {endpoint.route for endpoint in entries} <= given


def test_uploads_cost_ten_and_what_is_no_call_of_the_api_nothing() -> None:
    for endpoint in ENDPOINTS:
        is_free = endpoint.call == "credits" or endpoint.host == "site" or endpoint.route.startswith("/oauth2/")
        assert endpoint.cost == (0 if is_free else 10 if "upload" in endpoint.call else 1)


@pytest.mark.parametrize("endpoint", SENT, ids=lambda endpoint: f"{endpoint.rows[0]}-{endpoint.call}")
def test_a_method_sends_what_the_table_says_and_reads_the_answer(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = SAMPLES[endpoint.call]

    outcome, transport = run(endpoint.call, sample, monkeypatch, **endpoint.options)

    assert len(transport.calls) == 1
    call = transport.last
    assert (call.method, call.route, call.cost, call.host) == (
        endpoint.method,
        endpoint.route,
        endpoint.cost,
        endpoint.host,
    )
    assert call.path == endpoint.options.get("route", sample.path)
    assert tuple(call.form) == sample.form
    assert call.params == sample.params
    assert call.json == sample.json
    assert sample.is_like(outcome)


@pytest.mark.parametrize(
    "endpoint", [endpoint for endpoint in SENT if endpoint.walker], ids=lambda endpoint: endpoint.walker
)
def test_a_walk_sends_the_same_call_until_the_list_ends(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = SAMPLES[endpoint.walker or ""]

    outcome, transport = run(endpoint.walker or "", sample, monkeypatch)

    assert len(transport.calls) == len(sample.answers)
    assert {(call.method, call.route, call.cost) for call in transport.calls} == {
        (endpoint.method, endpoint.route, endpoint.cost)
    }
    assert transport.calls[0].path == sample.path
    assert transport.calls[0].params == sample.params
    for call in transport.calls:
        # A page may be a parameter, too; the other parameters stay.
        assert call.params | {"page": ""} == {**sample.params, "page": ""}
    assert sample.is_like(outcome)


@pytest.mark.parametrize("endpoint", [endpoint for endpoint in ENDPOINTS if endpoint.is_for_browsers])
def test_an_address_for_a_browser_is_built_and_nothing_sent(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome, transport = run(endpoint.call, SAMPLES[endpoint.call], monkeypatch)

    assert outcome == SAMPLES[endpoint.call].result
    assert endpoint.route in outcome
    assert not transport.calls


@pytest.mark.parametrize("endpoint", SENT, ids=lambda endpoint: f"{endpoint.rows[0]}-{endpoint.call}")
def test_only_what_may_be_sent_twice_is_called_idempotent(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    _, transport = run(endpoint.call, SAMPLES[endpoint.call], monkeypatch, **endpoint.options)

    creates = re.search(r"upload|create|send|reply|add_comment|share|vote|report|favorite$|exchange", endpoint.call)
    answers_otherwise = (
        "account.delete",
        "account.delete_me",
        "account.unfollow_tag",
        "albums.remove_images_by_delete",
    )
    is_write = endpoint.method != "GET"
    expected = not (is_write and (creates or endpoint.call in answers_otherwise))
    assert transport.last.is_idempotent is expected


def test_routes_have_only_placeholders_that_can_be_filled() -> None:
    for endpoint in ENDPOINTS:
        names = re.findall(r"\{(\w+)\}", endpoint.route)
        assert "{" not in fill(endpoint.route, dict.fromkeys(names, "1"))
