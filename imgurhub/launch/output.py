"""One readable log of all processes: on the terminal with the process's name in front, and in a file each.

Every line passes the redaction of imgurhub.logs, whoever wrote it.
"""

import logging
import os
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from imgurhub.logs import redact

LAUNCHER = "hub"
_COLOURS = (36, 32, 35, 34, 33, 96, 92, 95)
_FILE_BYTES = 5 * 1024 * 1024
_FILES_KEPT = 3


class Output:
    """Where the processes' lines go. Safe to use from several threads."""

    def __init__(self, folder: Path, stream: TextIO | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._stream = stream or sys.stdout
        self._coloured = self._stream.isatty() and not os.environ.get("NO_COLOR")
        self._files: dict[str, RotatingFileHandler] = {}
        self._lock = threading.Lock()

    def line(self, name: str, text: str) -> None:
        """Show one line of the process ``name`` and keep it in ``name.log``."""
        text = redact(text.rstrip())
        if not text:
            return
        with self._lock:
            self._file(name).emit(logging.makeLogRecord({"msg": text}))
            self._print(f"{self._prefix(name)} {text}")

    def say(self, text: str) -> None:
        """A sentence of the launcher itself."""
        for line in text.splitlines():
            self.line(LAUNCHER, line)

    def show(self, text: str) -> None:
        """Put ``text`` on the terminal as it is, and nowhere else: the welcome shows a password on purpose."""
        with self._lock:
            self._print(text)

    def close(self) -> None:
        with self._lock:
            for file in self._files.values():
                file.close()
            self._files.clear()

    def _file(self, name: str) -> RotatingFileHandler:
        if name not in self._files:
            path = self._folder / f"{name}.log"
            handler = RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8")
            handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
            self._files[name] = handler
        return self._files[name]

    def _prefix(self, name: str) -> str:
        label = f"{name:<9}|"
        if not self._coloured:
            return label
        colour = 1 if name == LAUNCHER else _COLOURS[sum(name.encode()) % len(_COLOURS)]
        return f"\033[{colour}m{label}\033[0m"

    def _print(self, text: str) -> None:
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except (OSError, ValueError):
            # The terminal is gone (its window was closed); the files go on.
            self._stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (lives as long as the launcher)
