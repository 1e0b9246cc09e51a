"""Every word that the client takes in an address or a form is one that the sandbox understands."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from imgur import Bearer, HttpTransport, ImgurClient, ImgurError
from imgur.endpoints.table import ENDPOINTS
from tests.conformance.trial import OWNER
from tests.conformance.wire import Ear, session_with
from tests.fixtures.sandbox import Sandbox
from tests.imgur.samples import SAMPLES


def method_of(name: str, client: ImgurClient) -> Any:
    target: Any = client
    for part in name.split("."):
        target = getattr(target, part)
    return target


def words_of(annotation: Any) -> tuple[str, ...]:
    """The words of a parameter that takes nothing else, or nothing else and None."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((words for part in get_args(annotation) if (words := words_of(part))), ())


def choices() -> Iterator[tuple[str, str, str]]:
    """Method, parameter and word, for every word of every method."""
    unsent = ImgurClient(HttpTransport(auth=Bearer("none")))
    for name in sorted({endpoint.call for endpoint in ENDPOINTS if not endpoint.call.startswith("oauth.")}):
        for parameter, annotation in get_type_hints(method_of(name, unsent)).items():
            for word in words_of(annotation) if parameter != "return" else ():
                yield name, parameter, word


@pytest.mark.parametrize(("name", "parameter", "word"), list(choices()))
def test_the_sandbox_understands_the_word(name: str, parameter: str, word: str, town: Sandbox) -> None:
    ear, sample = Ear(), SAMPLES[name]
    auth = Bearer(town.people[OWNER].access_token)
    with HttpTransport(auth=auth, api_url=town.url, retries=0, session=session_with(ear)) as transport:
        method = method_of(name, ImgurClient(transport))
        given = inspect.signature(method).bind(*sample.args, **sample.kwargs)
        given.arguments[parameter] = word
        if parameter == "section":
            given.arguments["sort"] = "viral"  # the sample's "rising" is for one section alone

        # The samples' ids are of nothing here, so most calls are refused: by the call that is meant, not as unknown.
        with suppress(ImgurError):
            method(*given.args, **given.kwargs)

    (exchange,) = ear.exchanges
    assert exchange.body.startswith(b"{"), f"{exchange.method} {exchange.url} is no address of the sandbox"
