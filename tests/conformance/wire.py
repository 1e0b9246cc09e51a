"""The line between the client and the sandbox, with an ear on it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse


@dataclass(frozen=True)
class Exchange:
    """A request as it went out, and the answer as it came in."""

    method: str
    url: str
    status: int
    body: bytes

    def is_to(self, method: str, route: str) -> bool:
        """Whether it went to ``route``, a path with placeholders."""
        path = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route))
        return self.method == method and re.fullmatch(path, urlsplit(self.url).path) is not None

    @property
    def document(self) -> Any:
        """The JSON of the answer, read without the client."""
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        """What is in the envelope; tokens and the unversioned account have none."""
        found = self.document
        return found["data"] if isinstance(found, dict) and "data" in found else found


class Ear(HTTPAdapter):
    """Carries requests as ever, and keeps what it carried in ``exchanges``."""

    def __init__(self) -> None:
        super().__init__()
        self.exchanges: list[Exchange] = []

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        response = super().send(request, **options)
        body = response.raw.read(decode_content=True)
        response.raw = HTTPResponse(io.BytesIO(body), preload_content=False)
        self.exchanges.append(Exchange(request.method or "", request.url or "", response.status_code, body))
        return response


def session_with(ear: Ear) -> requests.Session:
    session = requests.Session()
    session.mount("http://", ear)
    return session
