"""What the body of an answer says, whatever its shape.

Imgur wraps most answers in {"data", "success", "status"}, but errors come in at least nine shapes, some without any
envelope, some as HTML, some as two JSON documents in a row. This module reads them all into one ``Envelope`` and judges
nothing; ``imgur.classify`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from imgur.formats import read_document

# Tokens, codes and secrets are 40 hexadecimal digits; an echo of one must not reach a log.
_SECRET = re.compile(r"\b[0-9a-fA-F]{40}\b")
# From the first quotation mark to the last, or to the end where there is but one: Imgur quotes what it was sent, and
# that may hold quotation marks of its own.
_QUOTED = re.compile(r'".*"|".*', re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>([^<]{1,300})", re.IGNORECASE)
_LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Envelope:
    """One answer's body: its payload, whether it calls itself a failure, and in which words and numbers."""

    is_readable: bool  # False for HTML, other text, a cut-off document and an empty body
    is_failure: bool  # what the body says; the HTTP status has its own say
    data: Any = None
    body: Any = None
    text: str = ""  # for people
    sentence: str = ""  # for judgements: Imgur's own words, without what it quotes of what somebody sent
    inner_status: int | None = None  # the HTTP-like code inside the error object
    status: int | None = None  # the envelope's own copy of the HTTP status
    is_gateway: bool = False  # the commercial gateway spoke, not Imgur
    has_more: bool = False  # something follows the first document


def read_envelope(content: bytes, *, hidden: Iterable[str] = ()) -> Envelope:
    """Read the first document of ``content``, be it JSON, JSONP or XML. Never raises.

    ``hidden`` are the call's own secrets, which the text for people must not repeat.
    """
    text = content.decode("utf-8-sig", errors="replace").lstrip()
    document = read_document(text)
    if document is None:
        title = _title(text)
        return Envelope(
            is_readable=False, is_failure=False, text=_presentable(title, hidden), sentence=_sentence(title)
        )
    if isinstance(document.body, list):
        return Envelope(
            is_readable=True, is_failure=False, data=document.body, body=document.body, has_more=document.has_more
        )
    return _read_object(document.body, document.has_more, hidden)


def _title(text: str) -> str:
    """What an HTML page calls itself, or a plain text that is short enough to be a sentence."""
    match = _TITLE.search(text[:10_000])
    if match:
        return match[1]
    return text if len(text) < 100 and not text.startswith(("<", "{", "[")) else ""


def _read_object(body: dict[str, Any], has_more: bool, hidden: Iterable[str]) -> Envelope:
    is_wrapped = "data" in body or "success" in body
    data = body.get("data") if is_wrapped else body
    error = _find_error(body)
    said = _words(error) or (data if isinstance(data, str) else "") or _words(body)
    is_gateway = isinstance(body.get("message"), str) and set(body) <= {"message", "messages", "info"}
    return Envelope(
        is_readable=True,
        is_failure=error is not None or _is_false(body.get("success", True)) or is_gateway or _is_spoken_failure(data),
        data=data,
        body=body,
        text=_presentable(said, hidden),
        sentence=_sentence(said),
        inner_status=_http_failure(error.get("code")) if isinstance(error, Mapping) else None,
        status=_http_failure(body.get("status")),
        is_gateway=is_gateway,
        has_more=has_more,
    )


def _find_error(body: Mapping[str, Any]) -> Any:
    """The error of any known shape, or None: ``data.error``, ``errors[0]``, or OAuth's plain ``error``."""
    data = body.get("data")
    if isinstance(data, Mapping) and data.get("error") not in (None, False, "", [], {}):
        return data["error"]
    errors = body.get("errors")
    if isinstance(errors, list) and errors:
        return errors[0]
    if "errors" in body and "data" not in body:
        return {}
    if "data" not in body and body.get("error") not in (None, False, "", [], {}):
        # OAuth's standard form: the code word tells more than the description, so both are kept.
        words = [body["error"], body.get("error_description")]
        return {"message": ": ".join(word for word in words if isinstance(word, str)), "code": body.get("code")}
    return None


def _words(error: Any) -> str:
    if isinstance(error, str):
        return error
    if isinstance(error, Mapping):
        for key in ("message", "detail", "status", "title"):
            if isinstance(error.get(key), str) and error[key].strip():
                return str(error[key])
    return ""


def _is_false(value: Any) -> bool:
    """True for ``success`` of false in any spelling (the XML habit "0" has been seen in JSON clients' fixtures)."""
    return value in (False, 0) or (isinstance(value, str) and value.strip().lower() in {"false", "0"})


def _is_spoken_failure(data: Any) -> bool:
    """True for the failure that calls itself a success: a bare sentence in place of the payload."""
    return isinstance(data, str) and data.startswith("An error occurred")


def _http_failure(value: Any) -> int | None:
    """``value`` when it can be a failing HTTP status (number or text), else None: 1003 is Imgur's own numbering."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value)[:8].strip()
    return int(text) if re.fullmatch(r"[45][0-9]{2}", text) else None


def _presentable(text: str, hidden: Iterable[str]) -> str:
    """One line without control characters, secrets hidden, cut to what a person reads."""
    for secret in hidden:
        text = text.replace(secret, "…")
    line = " ".join(_SECRET.sub("…", text).split())
    line = "".join(character for character in line if character.isprintable())
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1] + "…"


def _sentence(text: str) -> str:
    """Imgur's own words on one line."""
    return " ".join(_QUOTED.sub(" ", text).split())[:_LONGEST_TEXT]
