"""One process of the hub, from its start to the last of its descendants."""

import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from imgurhub.launch.guard import Guard

# The process waits at its door until the watchdog knows it: killed at any moment, the launcher leaves nothing behind.
# If the launcher dies first, `read` meets the end of the file and the program never starts.
_DOOR = 'read -r _ && exec "$@" </dev/null'
_LINE_BYTES = 16 * 1024


@dataclass(frozen=True)
class Program:
    """What to run. Programs of a lower ``stage`` are stopped first, and each has ``stop_seconds`` to end by itself."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    stage: int = 0
    stop_seconds: float = 10.0


class Child:
    """A started program: leader of a session and process group of its own, its lines handed to ``on_line``."""

    def __init__(
        self, program: Program, guard: Guard, on_line: Callable[[str], None], *, keep_stdout: bool = False
    ) -> None:
        """With ``keep_stdout`` standard output is kept for ``stdout()``, and only standard error is handed on."""
        self.program = program
        self.started_at = time.monotonic()
        self.last_lines: deque[str] = deque(maxlen=12)
        self._guard = guard
        self._on_line = on_line
        self._kept: list[bytes] = []
        self._process = subprocess.Popen(  # noqa: S603  (the commands are ours)
            ["/bin/sh", "-c", _DOOR, "sh", *program.command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if keep_stdout else subprocess.STDOUT,
            env=dict(program.environment),
            cwd=program.folder,
            start_new_session=True,
        )
        guard.watch(self.pid, program.stage)
        streams = _Streams(self._process)
        self._readers = [_thread(self._hand_on, streams.stderr if keep_stdout else streams.stdout)]
        if keep_stdout:
            self._readers.append(_thread(self._keep, streams.stdout))
        streams.open_door()

    @property
    def pid(self) -> int:
        return self._process.pid

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def how_it_ended(self) -> str:
        code = self._process.returncode
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"

    @property
    def succeeded(self) -> bool:
        return self._process.returncode == 0

    def ask_to_end(self) -> None:
        self._signal(os.kill, signal.SIGTERM)

    def clear_away(self) -> None:
        """Kill what is left of the process group, and take in its last lines."""
        self._signal(os.killpg, signal.SIGKILL)
        self._process.wait()
        for reader in self._readers:
            reader.join(timeout=1)
        self._guard.forget(self.pid)

    def stdout(self) -> str:
        """What it wrote to standard output; whole once ``clear_away`` has been called."""
        return b"".join(self._kept).decode(errors="replace")

    def _signal(self, send: Callable[[int, int], None], number: int) -> None:
        try:
            send(self.pid, number)
        except (ProcessLookupError, PermissionError):  # macOS: EPERM for a group of zombies
            return

    def _hand_on(self, stream: IO[bytes]) -> None:
        for raw in iter(lambda: stream.readline(_LINE_BYTES), b""):
            line = raw.decode(errors="replace").rstrip()
            self.last_lines.append(line)
            self._on_line(line)

    def _keep(self, stream: IO[bytes]) -> None:
        self._kept.append(stream.read())


@dataclass
class _Streams:
    """The three pipes of a process that was started with pipes, so that they are known not to be None."""

    process: subprocess.Popen[bytes]
    stdout: IO[bytes] = field(init=False)
    stderr: IO[bytes] = field(init=False)

    def __post_init__(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdout = self.process.stdout
        self.stderr = self.process.stderr or self.process.stdout

    def open_door(self) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(b"\n")
            self.process.stdin.close()
        except BrokenPipeError:
            return  # already gone; its end is noticed like any other


def _thread(work: Callable[[IO[bytes]], None], stream: IO[bytes]) -> threading.Thread:
    thread = threading.Thread(target=work, args=(stream,), daemon=True)
    thread.start()
    return thread
