"""One launcher for one state folder."""

import fcntl
import os
import time
from pathlib import Path

from imgurhub.launch.errors import LaunchError

# A killed launcher's watchdog needs this long at most to end what was left (see watchdog.py).
PATIENCE_SECONDS = 25


def take(run_dir: Path) -> int:
    """Hold the state folder until this process, and its watchdog, have ended. Returns the lock's file descriptor.

    The lock belongs to the open file, and the watchdog inherits that: a launcher that follows a killed one so waits for
    the watchdog's clean-up. Raises LaunchError when another launcher runs.
    """
    run_dir.mkdir(parents=True, exist_ok=True)
    # It holds keys and other people's pictures, whoever made it before with whatever permissions.
    run_dir.chmod(0o700)
    descriptor = os.open(run_dir / "launcher.lock", os.O_RDWR | os.O_CREAT, 0o600)
    patience = time.monotonic() + PATIENCE_SECONDS
    # Another shell's look at the lock (imgurhub.env) holds it for an instant, hence more than one try.
    short = time.monotonic() + 1
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = _holder(descriptor)
            limit = short if holder is None or _is_alive(holder) else patience
            if time.monotonic() > limit:
                os.close(descriptor)
                raise LaunchError(
                    f"ImgurHub already runs from {run_dir}" + (f" (process {holder})" if holder else "") + ". "
                    "Stop that one first (Ctrl-C where it runs), or set IMGURHUB_RUN_DIR to run a second, separate hub."
                ) from None
            time.sleep(0.1)
            continue
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        return descriptor


def _holder(descriptor: int) -> int | None:
    text = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
    return int(text) if text.isdigit() else None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
