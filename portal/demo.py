"""Demo mode: the sandbox stands in for Imgur, and the sign-in page tells the log-in of its first person."""

import json
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class DemoLogin:
    email: str
    password: str


def demo_login() -> DemoLogin | None:
    """The log-in that the launcher wrote to ``RUN_DIR/demo.json``; never outside demo mode."""
    if not settings.IMGUR_DEMO:
        return None
    try:
        written = json.loads((settings.RUN_DIR / "demo.json").read_text(encoding="utf-8"))
        return DemoLogin(email=str(written["email"]), password=str(written["password"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
