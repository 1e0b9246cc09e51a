"""Starts programs, keeps them running, stops them in order."""

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from imgurhub.launch.child import Child, Program
from imgurhub.launch.errors import LaunchError, StoppedError
from imgurhub.launch.guard import Guard
from imgurhub.launch.output import Output

TICK_SECONDS = 0.1
# A process that dies is started again after 1, 2, 4, 8 and then every 9 seconds: always within 10.
FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 1.0, 9.0
# One that ran this long has not crashed at its start: the count begins anew.
SETTLED_SECONDS = 30.0
CRASHES_TO_REPORT = 5


@dataclass
class _Place:
    """A program and what has become of it."""

    program: Program
    child: Child | None = None
    crashes: int = 0
    start_at: float = 0.0


class Supervisor:
    """Runs programs until it is told to stop. All methods but ``stop`` belong to one thread."""

    def __init__(
        self, guard: Guard, output: Output, *, list_path: Path | None = None, ends_with_parent: bool = False
    ) -> None:
        """``list_path`` is kept as JSON: the name and process id of everything that runs.

        With ``ends_with_parent`` everything stops, too, when the process that started this one is gone.
        """
        self._guard = guard
        self._output = output
        self._list_path = list_path
        self._ends_with_parent = ends_with_parent
        self._places: list[_Place] = []
        # Plain flags: a signal handler runs between two steps of this same thread and must not take a lock.
        self._is_stopping = False
        self._in_a_hurry = False
        self._told_at = 0.0
        self._parent = os.getppid()

    def take_signals(self) -> None:
        """Stop on Ctrl-C, SIGTERM or a closed terminal; a second Ctrl-C does not wait for anything to end by itself."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    @property
    def is_stopping(self) -> bool:
        return self._is_stopping

    def stop(self) -> None:
        self._is_stopping = True

    def run(self, program: Program, *, what: str) -> str:
        """Run ``program`` to its end and return its standard output; standard error goes into the log.

        Raises LaunchError, with ``what`` it was for, unless it succeeds, and StoppedError if it was not to finish.
        """
        return self.run_together([(program, what)])[0]

    def run_together(self, steps: list[tuple[Program, str]]) -> list[str]:
        """``run`` for several programs that do not need each other, at the same time."""
        children = [self._start(program, keep_stdout=True) for program, _ in steps]
        try:
            while not all(child.has_ended() for child in children):
                self.pause()
        finally:
            for child in children:
                child.clear_away()
        for child, (_, what) in zip(children, steps, strict=True):
            if not child.succeeded:
                raise LaunchError(
                    f"{what} did not succeed ({child.program.name} {child.how_it_ended()}, see its lines above)."
                )
        return [child.stdout() for child in children]

    def keep(self, program: Program) -> None:
        """Start ``program``, and start it again whenever it ends."""
        place = _Place(program)
        self._places.append(place)
        self._start_place(place)

    def wait_until(self, is_so: Callable[[], bool], *, seconds: float) -> bool:
        """Look after everything until ``is_so()`` or for ``seconds``; whether it came true. Raises StoppedError."""
        patience = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > patience:
                return False
            self.pause()
        return True

    def watch(self) -> None:
        """Look after everything until told to stop."""
        while not self.is_stopping:
            self._look()
            time.sleep(TICK_SECONDS)

    def pause(self) -> None:
        """A short while in which everything is looked after. Raises StoppedError when told to stop."""
        if self.is_stopping:
            raise StoppedError
        self._look()
        time.sleep(TICK_SECONDS)

    def stop_all(self) -> None:
        """Stop everything, stage by stage; returns when nothing is left."""
        self._is_stopping = True
        for stage in sorted({place.program.stage for place in self._places}):
            self._stop_together([place for place in self._places if place.program.stage == stage])
        self._places.clear()
        if self._list_path:
            self._list_path.unlink(missing_ok=True)

    def _stop_together(self, places: list[_Place]) -> None:
        children = [place.child for place in places if place.child]
        begun_at = time.monotonic()
        for child in children:
            child.ask_to_end()
        for child in children:
            while not child.has_ended() and not self._in_a_hurry:
                if time.monotonic() > begun_at + child.program.stop_seconds:
                    self._output.say(
                        f"{child.program.name} did not stop within {child.program.stop_seconds:g} s and is killed."
                    )
                    break
                time.sleep(TICK_SECONDS / 2)
            child.clear_away()
        for place in places:
            place.child = None

    def _look(self) -> None:
        if self._ends_with_parent and os.getppid() != self._parent:
            self._output.say("What started the launcher is gone, so it stops.")
            self._is_stopping = True
            return
        if self._guard.check():
            self._output.say("The watchdog was gone; another one runs now.")
            self._write_list()
        for place in self._places:
            if place.child and place.child.has_ended():
                self._take_note(place, place.child)
            if place.child is None and time.monotonic() >= place.start_at:
                self._start_place(place)

    def _take_note(self, place: _Place, child: Child) -> None:
        """Note an unexpected end, and when to start again."""
        ran_seconds = time.monotonic() - child.started_at
        child.clear_away()
        place.child = None
        place.crashes = 1 if ran_seconds >= SETTLED_SECONDS else place.crashes + 1
        delay = min(FIRST_DELAY_SECONDS * 2 ** (place.crashes - 1), LONGEST_DELAY_SECONDS)
        place.start_at = time.monotonic() + delay
        name = place.program.name
        self._output.say(
            f"{name} {child.how_it_ended()} after {ran_seconds:.0f} s; it is started again in {delay:g} s."
        )
        if place.crashes % CRASHES_TO_REPORT == 0:
            self._output.say(f"{name} has ended {place.crashes} times in a row. Its last lines:")
            for line in child.last_lines:
                self._output.say(f"    {line}")
        self._write_list()

    def _start_place(self, place: _Place) -> None:
        place.child = self._start(place.program)
        self._write_list()

    def _start(self, program: Program, *, keep_stdout: bool = False) -> Child:
        return Child(program, self._guard, lambda line: self._output.line(program.name, line), keep_stdout=keep_stdout)

    def _write_list(self) -> None:
        if not self._list_path:
            return
        pids = {place.program.name: place.child.pid for place in self._places if place.child}
        text = json.dumps({"launcher": os.getpid(), "watchdog": self._guard.pid, **pids}, indent=1)
        temporary = self._list_path.with_suffix(".new")
        temporary.write_text(text + "\n", encoding="utf-8")
        temporary.replace(self._list_path)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        # One Ctrl-C can arrive twice (from the terminal, and from make), hence the second in between.
        if number == signal.SIGINT and self._is_stopping and time.monotonic() > self._told_at + 1:
            self._in_a_hurry = True
        if not self._is_stopping:
            self._told_at = time.monotonic()
        self._is_stopping = True
