from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imgur import Answer, Call, ImgurClient, ImgurError, RateLimits
from tests.imgur.payloads import recorded

IMAGE = recorded("image_upload")["data"]


class FakeTransport:
    """Answers with the given payloads in turn (an ImgurError is raised), and keeps the calls."""

    def __init__(self, *payloads: Any) -> None:
        self._payloads = list(payloads)
        self.calls: list[Call] = []

    def send(self, call: Call) -> Answer:
        self.calls.append(call)
        data = self._payloads.pop(0)
        if isinstance(data, ImgurError):
            raise data
        return Answer(data=data, status=200, rate_limits=RateLimits(), elapsed_ms=1, body={"data": data})

    def close(self) -> None:
        """As the real one has it."""

    @property
    def last(self) -> Call:
        return self.calls[-1]

    def sent(self) -> Sequence[tuple[str, str]]:
        """Method and path of every call."""
        return [(call.method, call.path) for call in self.calls]


def client_for(*payloads: Any) -> tuple[ImgurClient, FakeTransport]:
    transport = FakeTransport(*payloads)
    return ImgurClient(transport), transport


def image(image_id: str) -> dict[str, Any]:
    return {**IMAGE, "id": image_id}
