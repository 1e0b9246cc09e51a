"""The three forms of an answer: how to ask for one, and how to read whichever came.

JSON is what Imgur sends unasked; XML is asked for by a suffix of the path, JSONP by a parameter. All carry the same
envelope. Which one came is told by its first characters and not by what was asked for: gateways and proxies on the way
answer in a form of their own.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from imgur.call import Call
from imgur.xml import DEEPEST_LEVEL, read_xml

Format = Literal["json", "xml", "jsonp"]

CALLBACK = "imgur"
_ACCEPT = {"xml": "application/xml, application/json", "jsonp": "application/javascript, application/json"}
_CALLBACK_HEAD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.]{0,99}\(\s*")
_CALLBACK_TAIL = re.compile(r"\s*\)[ \t]*;?")
_NOT_STORABLE = re.compile("[\ud800-\udfff\x00]")
_ESCAPED_NOT_STORABLE = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")


def asked_in(call: Call, form: Format) -> Call:
    """``call`` so that it asks for its answer in ``form``. Only API v3 knows forms; OAuth and the rest speak JSON."""
    if form == "json" or call.host != "api" or not call.path.startswith("/3/"):
        return call
    if form == "xml":
        return replace(call, path=call.path.rstrip("/") + ".xml", accept=_ACCEPT[form])
    return replace(call, params={**call.params, "callback": CALLBACK}, accept=_ACCEPT[form])


@dataclass(frozen=True, slots=True)
class Document:
    """The first document of a body; ``has_more`` when something follows it."""

    body: dict[str, Any] | list[Any]
    has_more: bool


def read_document(text: str) -> Document | None:
    """The document that ``text`` begins with; None for HTML, other text, a cut-off or absurdly deep one. Never raises.

    What is read can be stored: no NaN, no infinities, no NUL and no lone surrogates, which neither UTF-8 files nor
    PostgreSQL can hold.
    """
    if text.startswith("<"):
        document = read_xml(text)
        return None if document is None else Document(*document)
    head = _CALLBACK_HEAD.match(text)
    try:
        body, end = _DECODER.raw_decode(text, head.end() if head else 0)
    except (ValueError, RecursionError):
        return None
    if head:
        tail = _CALLBACK_TAIL.match(text, end)
        if not tail:
            return None
        end = tail.end()
    # A bare "502" from a proxy would parse as a number.
    if not isinstance(body, dict | list) or _is_too_deep(body):
        return None
    if _ESCAPED_NOT_STORABLE.search(text):
        body = _storable(body)
    return Document(body, has_more=bool(text[end:].strip()))


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


_DECODER = json.JSONDecoder(parse_constant=lambda _name: None, parse_float=_finite)


def _is_too_deep(body: Any) -> bool:
    """True when reading ``body`` by functions that call themselves could exhaust Python's stack."""
    level = [body]
    for _ in range(DEEPEST_LEVEL):
        level = [
            member
            for container in level
            for member in (container.values() if isinstance(container, dict) else container)
            if isinstance(member, dict | list)
        ]
        if not level:
            return False
    return True


def _storable(value: Any) -> Any:
    """The same document without lone surrogates and NUL."""
    if isinstance(value, str):
        return _NOT_STORABLE.sub("�", value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value
