"""The launcher's side of the watchdog: it is told about every process before that does anything."""

import os
import subprocess
import sys
from pathlib import Path

_SCRIPT = Path(__file__).with_name("watchdog.py")


class Guard:
    """Keeps a watchdog running and up to date. Losing the watchdog alone loses nothing: another is started."""

    def __init__(self, *, lock: int | None = None) -> None:
        """``lock`` is a file descriptor that the watchdog keeps open, so that a lock lasts until it has cleaned up."""
        self._lock = lock
        self._stages: dict[int, int] = {}
        self._watchdog = self._start()

    @property
    def pid(self) -> int:
        return self._watchdog.pid

    def watch(self, pid: int, stage: int) -> None:
        """From now on ``pid``, which leads a process group, ends with the launcher, and the last stage last."""
        self._stages[pid] = stage
        self._tell(f"watch {pid} {stage}\n")

    def forget(self, pid: int) -> None:
        self._stages.pop(pid, None)
        self._tell(f"forget {pid}\n")

    def check(self) -> bool:
        """Start another watchdog if this one is gone; True if that was so."""
        if self._watchdog.poll() is None:
            return False
        self._close_pipe()
        self._watchdog = self._start()
        for pid, stage in self._stages.items():
            self._tell(f"watch {pid} {stage}\n")
        return True

    def release(self) -> None:
        """All has ended in order: let the watchdog go."""
        self._tell("done\n")
        self._close_pipe()
        self._watchdog.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # -I and -S: nothing of the surroundings can keep it from starting, and it is up within milliseconds.
        return subprocess.Popen(  # noqa: S603  (the command is ours)
            [sys.executable, "-I", "-S", str(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
            pass_fds=() if self._lock is None else (self._lock,),
            cwd="/",
        )

    def _tell(self, line: str) -> None:
        assert self._watchdog.stdin is not None
        try:
            os.write(self._watchdog.stdin.fileno(), line.encode())
        except OSError:
            self.check()

    def _close_pipe(self) -> None:
        assert self._watchdog.stdin is not None
        self._watchdog.stdin.close()
