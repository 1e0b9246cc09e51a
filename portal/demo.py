"""Demo mode: the sandbox stands in for Imgur, and the sign-in page tells the log-in of its first person."""

import json
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class DemoLogin:
    email: str
    password: str


def demo_login() -> DemoLogin | None:
    """The log-in that the launcher wrote to ``RUN_DIR/demo.json``; None outside demo mode, and without a password."""
    if not settings.IMGUR_DEMO:
        return None
    try:
        written = json.loads((settings.RUN_DIR / "demo.json").read_text(encoding="utf-8"))
        email, password = written["email"], written["password"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # No password: the owner has chosen one, which nobody else is to know.
    return DemoLogin(email=str(email), password=str(password)) if email and password else None
