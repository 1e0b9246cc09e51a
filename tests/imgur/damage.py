"""Damaged answers for property-based tests: bytes cut and changed, members removed, replaced, swapped and buried."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.imgur.failing_answers import REFUSED, UNAVAILABLE, UNCLEAR
from tests.imgur.payloads import NAMES, recorded
from tests.imgur.xml_answers import UPLOADED, xml_of

STATUSES = st.sampled_from([200, 204, 301, 400, 401, 403, 404, 413, 417, 429, 451, 500, 502, 503, 999])
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["0", "false", "null", "-1", "1e999", "2012-09-24 22:00:20", 2**63, -(2**70), 10**30]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FAILURES: list[bytes] = [
    body for body, *_ in (case.values for case in [*REFUSED, *UNAVAILABLE, *UNCLEAR]) if 0 < len(body) < 2000
]
ANSWERS: list[bytes] = [json.dumps(recorded(name)).encode() for name in NAMES]
OTHER_FORMS: list[bytes] = [
    UPLOADED,
    *(xml_of(recorded(name).get("data")) for name in NAMES),
    *(b"imgur(" + answer + b");" for answer in ANSWERS),
]
CORPUS = ANSWERS + FAILURES + OTHER_FORMS


@st.composite
def damaged_bytes(draw: st.DrawFn) -> bytes:
    """A recorded answer in any form with some bytes changed, left out or doubled, or cut off."""
    body = bytearray(draw(st.sampled_from(CORPUS)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(body)))
        length = draw(st.integers(0, 20))
        body[at : at + length] = draw(st.binary(max_size=4) | st.just(bytes(body[at : at + 2 * length])))
    return bytes(body[: draw(st.integers(0, len(body)))])


@st.composite
def damaged_payloads(draw: st.DrawFn) -> Any:
    """The payload of a recorded answer with one to four members, however deep, removed, replaced or swapped."""
    payload = copy.deepcopy(_payload(draw(st.sampled_from(NAMES))))
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(payload))
        if not places:
            break
        container, key = draw(st.sampled_from(places))
        kind = draw(st.sampled_from(["remove", "replace", "swap", "wrap"]))
        if kind == "remove":
            del container[key]
        elif kind == "replace":
            container[key] = draw(ODD)
        elif kind == "swap":
            other, other_key = draw(st.sampled_from(places))
            container[key] = copy.deepcopy(other[other_key])
        else:
            container[key] = draw(st.sampled_from([[container[key]], {"0": container[key]}, {"x": [container[key]]}]))
    return payload


def buried(key: str, inner: bytes, levels: int) -> bytes:
    """An answer whose payload holds itself under ``key``, again and again."""
    head = b'{"id":"a","%s":[' % key.encode()
    return b'{"data":' + head * levels + inner + b"]}" * levels + b',"success":true,"status":200}'


def list_keys() -> list[str]:
    """Every key under which a recorded answer holds a list or an object: there models may call themselves."""
    found = {"children", "replies", "messages", "items", "galleries"}
    for name in NAMES:
        found |= {key for container, key in _places(recorded(name)) if isinstance(container[key], list | dict)
                  and isinstance(key, str)}  # fmt: skip
    return sorted(found)


def _payload(name: str) -> Any:
    answer = recorded(name)
    return answer.get("data", answer) if isinstance(answer, dict) else answer


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every member of ``value``, as its container and key."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield value, key
        yield from _places(member)
