"""A small HTTP server on the loopback that answers what a test scripts, and remembers what it was sent."""

from __future__ import annotations

import hashlib
import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

KEPT_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Reply:
    """One scripted answer. ``drop`` breaks the connection instead of, or in the middle of, the answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0
    drop: Literal["on-headers", "before-answer", "mid-body"] | None = None
    drip_seconds: float = 0  # pause before each byte of the body
    repeat_body: int = 1


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes  # the first megabyte of it
    body_bytes: int
    body_sha256: str


def reply_with(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Imgur's usual envelope around ``data``."""
    body = {"data": data, "success": status < 400, "status": status}
    return Reply(status=status, body=json.dumps(body).encode(), headers=headers or {})


class ScriptedServer(ThreadingHTTPServer):
    """Answers with ``replies`` in order; without one left, with ``data: true``."""

    daemon_threads = True
    request_queue_size = 64
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: deque[Reply] = deque()
        self.received: list[Received] = []
        self.connection_count = 0
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def script(self, *replies: Reply) -> None:
        self.replies.extend(replies)

    def stop(self) -> None:
        """Stop listening; a second time does nothing."""
        if not self._thread.is_alive():
            return
        self.shutdown()
        self.server_close()
        self._thread.join()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connection_count += 1
        super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ScriptedServer
    timeout = 10
    disable_nagle_algorithm = True

    def _answer(self) -> None:
        reply = self.server.replies.popleft() if self.server.replies else reply_with(True)
        if reply.drop == "on-headers":
            self._reset()
            return
        self._remember()
        time.sleep(reply.delay_seconds)
        if reply.drop == "before-answer":
            self._reset()
            return
        body = reply.body
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        length = len(body) * reply.repeat_body + (100 if reply.drop == "mid-body" else 0)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if reply.drip_seconds:
            for byte in body:
                time.sleep(reply.drip_seconds)
                self.wfile.write(bytes([byte]))
        else:
            for _ in range(reply.repeat_body):
                self.wfile.write(body)
        if reply.drop == "mid-body":
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815  # http.server's names

    def _remember(self) -> None:
        left = int(self.headers.get("Content-Length") or 0)
        digest, kept, total = hashlib.sha256(), b"", left
        while left and (block := self.rfile.read(min(left, 65536))):
            left -= len(block)
            digest.update(block)
            kept += block[: max(0, KEPT_BYTES - len(kept))]
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.received.append(Received(self.command, self.path, headers, kept, total - left, digest.hexdigest()))

    def _reset(self) -> None:
        # Closing with "linger 0" sends a reset instead of a polite end.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""
