"""Asking the hub itself whether all of it works."""

import http.client
import json
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """What /readyz says: ready, or the reasons why not yet."""

    is_ready: bool
    reasons: tuple[str, ...]


def ask(url: str) -> Answer:
    """Ask /readyz at ``url``, within three seconds. Proxies of the environment are not used."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=3)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{parts.port}"})
        response = connection.getresponse()
        text = response.read()
    except (OSError, http.client.HTTPException):
        return Answer(is_ready=False, reasons=("The web processes do not answer yet.",))
    finally:
        connection.close()
    if response.status == 200:
        return Answer(is_ready=True, reasons=())
    return Answer(is_ready=False, reasons=_reasons(response.status, text))


def listens(url: str) -> bool:
    """Whether something accepts connections at ``url``."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 80), timeout=1):
            return True
    except OSError:
        return False


def _reasons(status: int, text: bytes) -> tuple[str, ...]:
    try:
        return tuple(str(reason) for reason in json.loads(text)["reasons"].values())
    except (ValueError, KeyError, TypeError, AttributeError):
        return (f"/readyz answers with status {status}.",)
