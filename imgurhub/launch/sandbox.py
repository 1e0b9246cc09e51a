"""The stand-in for Imgur in demo mode: a program that is known by its command, its environment and its URL only."""

import json
import secrets
import sys
from dataclasses import dataclass
from typing import Any

from imgurhub.env import env_str, kept_secret
from imgurhub.launch.child import Program
from imgurhub.launch.errors import LaunchError
from imgurhub.launch.options import BASE_DIR, Options
from imgurhub.launch.variables import SETTINGS, without_empty

_CALLBACK = "/accounts/imgur/login/callback/"


@dataclass(frozen=True)
class Person:
    """Somebody who has an account at the sandbox's Imgur."""

    username: str
    password: str
    access_token: str
    refresh_token: str


class Sandbox:
    """The sandbox of one launch, with an application that is registered there for this hub."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self.client_id = kept_secret(options.run_dir, "SANDBOX_CLIENT_ID", lambda: secrets.token_hex(8)[:15])
        self.client_secret = kept_secret(options.run_dir, "SANDBOX_CLIENT_SECRET", lambda: secrets.token_hex(20))

    def hub_settings(self) -> dict[str, str]:
        """What makes the hub take the sandbox for Imgur, with the same idea of its limits."""
        settings = {
            "IMGUR_CLIENT_ID": self.client_id,
            "IMGUR_CLIENT_SECRET": self.client_secret,
            "IMGUR_API_URL": self._options.sandbox_url,
            "IMGUR_MEDIA_URL": f"{self._options.sandbox_url}/i",
            "IMGUR_SITE_URL": self._options.sandbox_url,
        }
        for theirs, ours in (
            ("SANDBOX_UPLOAD_HOUR", "IMGUR_UPLOADS_PER_HOUR"),
            ("SANDBOX_HOUR_SECONDS", "IMGUR_UPLOAD_WINDOW_SECONDS"),
        ):
            if env_str(theirs):
                settings[ours] = env_str(theirs)
        return settings

    def preparation(self) -> Program:
        """Makes its database, our application and its people; prints them as JSON. Run again, it changes nothing."""
        return self._program("sandbox", "prepare", "--json")

    def server(self, *, stage: int) -> Program:
        return self._program("sandbox", "serve", "--port", str(self._options.sandbox_port), stage=stage)

    def _program(self, name: str, *words: str, stage: int = 0) -> Program:
        command = (sys.executable, "-m", "sandbox", *words)
        return Program(name, command, self._environment(), BASE_DIR, stage=stage, stop_seconds=5)

    def _environment(self) -> dict[str, str]:
        # Without the hub's own secrets and settings: it is a stranger, as Imgur is.
        ours = {*SETTINGS, "IMGURHUB_RUN_DIR", "DJANGO_SETTINGS_MODULE"}
        kept = {name: value for name, value in without_empty().items() if name not in ours}
        port = self._options.port
        hosts = dict.fromkeys([f"http://127.0.0.1:{port}", f"http://localhost:{port}", self._options.site_url])
        return {
            **kept,
            "SANDBOX_DIR": env_str("SANDBOX_DIR", str(self._options.run_dir / "sandbox")),
            "SANDBOX_PORT": str(self._options.sandbox_port),
            "SANDBOX_CLIENT_ID": self.client_id,
            "SANDBOX_CLIENT_SECRET": self.client_secret,
            "SANDBOX_CALLBACKS": ",".join(host + _CALLBACK for host in hosts),
            "SANDBOX_MEDIA_URL": f"{self._options.sandbox_url}/i",
            "PYTHONUNBUFFERED": "1",
        }


def first_person(prepared: str) -> Person:
    """The first of the people that ``sandbox prepare --json`` printed."""
    try:
        person: dict[str, Any] = json.loads(prepared)["people"][0]
        return Person(**{name: str(person[name]) for name in Person.__dataclass_fields__})
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise LaunchError("The sandbox was prepared, but did not say who its people are.") from error
