"""Answers, and how they are written: JSON with escaped slashes, JSONP or XML."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from sandbox.api.xml import to_xml

FUNCTION_NAME = re.compile(r"[A-Za-z_$][\w$.]{0,99}")


@dataclass(frozen=True)
class Answer:
    """What a view hands back. ``data`` is the payload; the rest of the envelope follows from ``status``."""

    data: Any
    status: int = 200
    # Uploads have shown their members in another order since about 2023.
    has_status_first: bool = False
    # Outside of /3 the payload is the whole answer.
    has_envelope: bool = True

    def envelope(self) -> Any:
        if not self.has_envelope:
            return self.data
        success = self.status < 400
        if self.has_status_first:
            return {"status": self.status, "success": success, "data": self.data}
        return {"data": self.data, "success": success, "status": self.status}


@dataclass(frozen=True)
class Format:
    """How the answer is to be written: ``suffix`` is `json` or `xml`, ``callback`` the function of a JSONP call.

    ``json_type`` is the media type of JSON.
    """

    suffix: str = "json"
    callback: str = ""
    json_type: str = "application/json"


def render(envelope: Any, http_status: int, form: Format) -> HttpResponse:
    """``envelope`` in the format asked for. XML wins over JSONP; a callback that is no name is ignored."""
    if form.suffix == "xml" and "data" in envelope:
        return HttpResponse(to_xml(envelope), content_type="application/xml; charset=utf-8", status=http_status)
    body = to_json(envelope)
    if FUNCTION_NAME.fullmatch(form.callback):
        return HttpResponse(f"{form.callback}({body});", content_type="application/javascript", status=http_status)
    return HttpResponse(body, content_type=form.json_type, status=http_status)


def to_json(value: Any) -> str:
    """JSON as Imgur writes it: no spaces, ASCII, slashes escaped."""
    # A slash stands only inside strings, so replacing it everywhere is right.
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/")


def etag_of(body: bytes) -> str:
    """A weak ETag of 40 hexadecimal digits, as recorded."""
    return f'W/"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"'
