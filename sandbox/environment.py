"""Reading settings from the environment, with a sentence instead of a traceback when a value is wrong."""

import math
import os
from collections.abc import Sequence
from datetime import UTC, datetime

from django.core.exceptions import ImproperlyConfigured


class SettingError(ImproperlyConfigured, ValueError):
    """A setting has a value that it cannot have; the message is a sentence for whoever set it."""


def env_text(name: str, default: str) -> str:
    """The value of ``name``; an empty variable counts as not given."""
    return os.environ.get(name) or default


def env_flag(name: str, *, default: bool) -> bool:
    """True for 1, true, yes, on; false for 0, false, no, off."""
    return parse_flag(name, env_text(name, "1" if default else "0"))


def env_list(name: str, default: Sequence[str]) -> list[str]:
    """A list written with commas or white space between its members."""
    return env_text(name, ",".join(default)).replace(",", " ").split()


def env_int(name: str, default: int, *, minimum: int = 0) -> int:
    """A whole number of at least ``minimum``."""
    return parse_int(name, env_text(name, str(default)), minimum=minimum)


def env_moment(name: str) -> int | None:
    """A moment in ISO form, UTC unless it says otherwise, as epoch seconds; None when it is not given."""
    text = env_text(name, "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SettingError(f"{name} is {text!r}; it has to be a moment such as 2026-05-31T18:00.") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def parse_flag(name: str, text: str) -> bool:
    """The truth value that ``text`` spells; raises SettingError."""
    word = text.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name} is {text!r}; it has to be 1 or 0.")


def parse_number(name: str, value: object, *, most: float) -> float:
    """The number that ``value`` is or spells, from -``most`` to ``most``; raises SettingError."""
    try:
        number = float(value) if isinstance(value, str | int | float) else math.nan
    except (OverflowError, ValueError):
        number = math.nan
    if not math.isfinite(number) or abs(number) > most:
        raise SettingError(f"{name} has to be a number, of at most {most:.0f}.")
    return number


def parse_int(name: str, text: str, *, minimum: int = 0) -> int:
    """The whole number that ``text`` spells; raises SettingError."""
    try:
        number = int(text)
    except ValueError:
        raise SettingError(f"{name} is {text!r}; it has to be a whole number.") from None
    if number < minimum:
        raise SettingError(f"{name} is {number}; it has to be {minimum} or more.")
    return number
