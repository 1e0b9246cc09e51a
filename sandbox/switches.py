"""What may be changed while the sandbox runs: limits, period lengths and ways to behave.

A value comes from the table `Switch` if one was set at run time, else from the environment (`SANDBOX_` and the name in
capitals), else from the default here. Stored in the database, a change holds for all processes at once.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import MISSING, dataclass, fields, replace
from functools import cache
from typing import Any

from django.db import connection

from sandbox.database import write
from sandbox.environment import env_text, parse_flag, parse_int, parse_number
from sandbox.models import Switch

CHOICES = {
    "reset_style": {"seconds", "epoch"},
    "refusal_form": {"E1", "E2", "E4"},
    "video_mode": {"ready", "pending", "ticket"},
}
# Of the clock, in seconds: beyond a century nothing here makes sense.
LONGEST_SHIFT = 100 * 365 * 86_400.0
# A longer wait than this is a stopped sandbox.
LONGEST_DELAY = 60_000
POSITIVE = {"day_seconds", "hour_seconds", "token_seconds", "code_seconds"}


@dataclass(frozen=True)
class Switches:
    """The values in force. Lengths are in seconds, limits in credits, POSTs or uploads of one window."""

    client_day: int = 12_500
    user_hour: int = 2_000
    post_hour: int = 1_250
    upload_hour: int = 50
    day_seconds: int = 86_400
    hour_seconds: int = 3_600
    # X-RateLimit-UserReset: what is left ("seconds", recorded since 2019) or a moment ("epoch", recorded before).
    reset_style: str = "seconds"
    # The body of a 429, by the names of the reference: E1 and E2 have Imgur's envelope, E4 is the gateway's.
    refusal_form: str = "E4"
    # A refresh answers with a new refresh token; the old one then lives for the grace.
    rotate_refresh: bool = True
    refresh_grace_seconds: int = 60
    token_seconds: int = 315_360_000
    code_seconds: int = 600
    # An uploaded video is there at once ("ready"), there but being worked on ("pending"), or there only once it was
    # worked on, and until then the upload has a "ticket" for it; for how long.
    video_mode: str = "ready"
    video_seconds: int = 5
    # Allowing the same application again for the same account kills its older tokens.
    second_login_kills: bool = False
    # For how long a new image or album cannot be read yet.
    fresh_seconds: int = 0
    # A favorite image is answered with "favorited" and shows nowhere afterwards, as seen since 2021 (quirk Q25).
    image_favorites_vanish: bool = False
    # Notifications as recorded in 2014: numbers as text, and `viewed` "0" or "1".
    text_notifications: bool = False
    # The file host sends parts of files (True), or the whole file whatever is asked for.
    ranges: bool = True
    # What is added to the time of every answer, those of the control address left out: the way to Imgur and back.
    delay_milliseconds: int = 0
    # Added to the computer's clock.
    clock_shift: float = 0.0


_fixed: ContextVar[Switches | None] = ContextVar("sandbox_switches", default=None)


def current() -> Switches:
    """The values in force; inside a request always the same ones."""
    return _fixed.get() or _load()


@contextmanager
def one_view() -> Iterator[None]:
    """Read the table once, and keep to it until the block ends."""
    token = _fixed.set(_load())
    try:
        yield
    finally:
        _fixed.reset(token)


@contextmanager
def for_this_call(**values: Any) -> Iterator[None]:
    """Other values than those in force, for what is done in here only."""
    token = _fixed.set(replace(current(), **values))
    try:
        yield
    finally:
        _fixed.reset(token)


def read_again() -> Switches:
    """What is in force now, from here to the end of the request too."""
    if _fixed.get() is not None:
        _fixed.set(_load())
    return current()


def change(values: dict[str, Any]) -> Switches:
    """Set ``values`` at run time and answer what is in force. Raises ValueError for a name or value that is none."""
    checked = {name: check(name, value) for name, value in values.items()}
    with write():
        for name, value in checked.items():
            Switch.objects.update_or_create(name=name, defaults={"value": json.dumps(value)})
    return read_again()


def check(name: str, value: Any) -> Any:
    """``value`` in the type of the switch ``name``. Raises ValueError (a sentence) when it cannot be."""
    default = _defaults().get(name, MISSING)
    if default is MISSING:
        raise ValueError(f"There is no switch {name}. There are: {', '.join(_defaults())}.")
    if name in CHOICES:
        if not isinstance(value, str) or value not in CHOICES[name]:
            raise ValueError(f"{name} has to be one of {', '.join(sorted(CHOICES[name]))}.")
        return value
    if isinstance(default, bool):
        return parse_flag(name, str(value))
    if isinstance(default, float):
        return parse_number(name, value, most=LONGEST_SHIFT)
    number = parse_int(name, str(value), minimum=1 if name in POSITIVE else 0)
    if name == "delay_milliseconds" and number > LONGEST_DELAY:
        raise ValueError(f"{name} is {number}; it has to be {LONGEST_DELAY} or less.")
    return number


@cache
def _defaults() -> dict[str, Any]:
    return {field.name: field.default for field in fields(Switches)}


@cache
def from_environment() -> Switches:
    """The values that hold when nothing was set at run time. Raises ValueError (a sentence) for a wrong variable."""
    given = {name: env_text(f"SANDBOX_{name.upper()}", "") for name in _defaults()}
    return Switches(**{name: check(name, text) for name, text in given.items() if text})


def _load() -> Switches:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, value FROM sandbox_switch")
        stored = {name: json.loads(value) for name, value in cursor.fetchall()}
    return replace(from_environment(), **stored) if stored else from_environment()
