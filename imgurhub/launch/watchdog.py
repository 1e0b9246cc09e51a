"""Ends the hub's processes when the launcher cannot: the read end of a pipe that closes when the launcher is gone.

Started by guard.py as a plain script in a session of its own (standard library only, so that it is up at once). The
launcher writes one line for each process that it starts or has seen end, and `done` when there is nothing left to do:

    watch PID STAGE     PID leads a process group; the last stage ends last
    forget PID
    done

End of file without `done` means that the launcher was killed.
"""

import contextlib
import os
import signal
import sys
import time

GENTLE_SECONDS = 5.0


def main() -> None:
    # A Ctrl-C or a system's shutdown reaches this process too; it still has to outlive the launcher.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    stages: dict[int, int] = {}
    for line in sys.stdin:
        words = line.split()
        if words[0] == "done":
            return
        if words[0] == "watch":
            stages[int(words[1])] = int(words[2])
        else:
            stages.pop(int(words[1]), None)
    # All at once but the last stage (Valkey), which the others may still write to: time matters more than order here.
    last = max(stages.values(), default=0)
    end([pid for pid, stage in stages.items() if stage < last])
    end([pid for pid, stage in stages.items() if stage == last])


def end(pids: list[int]) -> None:
    """Ask each group's leader to end, and kill what is left of a group when it has, or after a while."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGTERM)
    patience = time.monotonic() + GENTLE_SECONDS
    while not all(has_ended(pid) for pid in pids) and time.monotonic() < patience:
        time.sleep(0.05)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def has_ended(pid: int) -> bool:
    """Whether the process has ended, buried or not: whoever inherits it may take seconds for that."""
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except ProcessLookupError:
        return True
    except (OSError, IndexError):
        # No /proc (macOS, where the dead are buried at once), or gone in between: the next look tells.
        return False


if __name__ == "__main__":
    main()
