"""The rules that are waiting: each spoils the next calls that it names."""

import json
from typing import Any

from django.db import connection

from sandbox.control.kinds import KINDS
from sandbox.database import write
from sandbox.environment import parse_number
from sandbox.models import Fault

MEMBERS = frozenset({"kind", "method", "path", "times", "when", "seconds", "minutes"})
MOST_TIMES = 1_000_000
LONGEST_SECONDS = 86_400.0


def order(rules: list[dict[str, Any]]) -> list[Fault]:
    """Store ``rules`` behind those that are there. Raises ValueError (a sentence) for a rule that cannot be."""
    faults = [_fault(rule) for rule in rules]
    with write():
        return Fault.objects.bulk_create(faults)


def take(method: str, path: str) -> Fault | None:
    """The first rule that matches the call, used up by one; None when none does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sandbox_fault LIMIT 1")
        if cursor.fetchone() is None:
            return None
    with write():
        for fault in Fault.objects.order_by("pk"):
            if fault.method in {"", method} and path.startswith(fault.path):
                fault.times -= 1
                if fault.times:
                    fault.save(update_fields=["times"])
                else:
                    fault.delete()
                return fault
    return None


def as_json(fault: Fault) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "method": fault.method,
        "path": fault.path,
        "times": fault.times,
        "when": "after" if fault.is_after else "before",
        "seconds": fault.seconds,
    }


def _fault(rule: dict[str, Any]) -> Fault:
    if not isinstance(rule, dict):
        raise ValueError("A rule has to be a JSON object.")
    if unknown := set(rule) - MEMBERS:
        raise ValueError(f"A rule has no {', '.join(sorted(unknown))}. It has: {', '.join(sorted(MEMBERS))}.")
    kind, when, times = str(rule.get("kind")), rule.get("when", "before"), rule.get("times", 1)
    if kind not in KINDS:
        raise ValueError(f"There is no kind {json.dumps(rule.get('kind'))}. There are: {', '.join(sorted(KINDS))}.")
    if when not in ("before", "after"):
        raise ValueError("when has to be before or after.")
    if not isinstance(times, int) or not 1 <= times <= MOST_TIMES:
        raise ValueError(f"times has to be a whole number from 1 to {MOST_TIMES}.")
    return Fault(
        kind=kind,
        method=str(rule.get("method", "")).upper(),
        path=str(rule.get("path", "")),
        times=times,
        is_after=when == "after",
        seconds=_seconds(rule),
    )


def _seconds(rule: dict[str, Any]) -> float:
    given = {name: parse_number(name, rule.get(name, 0), most=LONGEST_SECONDS) for name in ("seconds", "minutes")}
    seconds = given["seconds"] + 60 * given["minutes"]
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise ValueError("seconds and minutes have to be 0 or more, and a day at most.")
    return seconds
