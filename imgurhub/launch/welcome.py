"""What a person, or a script, needs to begin: a box on the terminal and ``.run/demo.json``."""

import json
from dataclasses import dataclass
from pathlib import Path

from imgurhub.env import write_private
from imgurhub.launch.sandbox import Person


@dataclass(frozen=True)
class Demo:
    """In demo mode: the sandbox, our application there, and somebody who has an account there."""

    sandbox_url: str
    client_id: str
    client_secret: str
    person: Person


@dataclass(frozen=True)
class Welcome:
    """How to get in. ``password`` is None once the owner has chosen one of their own."""

    url: str
    email: str
    password: str | None
    redis_url: str
    demo: Demo | None

    def keep(self, run_dir: Path) -> None:
        """Write it down for scripts, readable by the owner only."""
        facts = {"url": self.url, "email": self.email, "password": self.password, "redis_url": self.redis_url}
        if self.demo:
            facts |= {
                "sandbox_url": self.demo.sandbox_url,
                "client_id": self.demo.client_id,
                "client_secret": self.demo.client_secret,
                "imgur_username": self.demo.person.username,
                "imgur_password": self.demo.person.password,
                "access_token": self.demo.person.access_token,
                "refresh_token": self.demo.person.refresh_token,
            }
        write_private(run_dir / "demo.json", json.dumps(facts, indent=1) + "\n")

    def box(self) -> str:
        lines = [
            "ImgurHub is ready.",
            "",
            f"  Open      {self.url}",
            f"  E-mail    {self.email}",
            f"  Password  {self.password or 'the one you have chosen'}",
        ]
        if self.demo:
            lines += [
                "",
                "Demo mode: a sandbox on this computer stands in for Imgur. To use Imgur itself,",
                "stop, set IMGUR_CLIENT_ID and IMGUR_CLIENT_SECRET, and start again.",
                "",
                f"  Sandbox   {self.demo.sandbox_url}",
                f"  Account   {self.demo.person.username}",
                f"  Password  {self.demo.person.password}",
            ]
        lines += ["", "Ctrl-C stops everything; nothing is lost by it."]
        return framed(lines)


def framed(lines: list[str]) -> str:
    width = max(map(len, lines))
    middle = [f"│ {line.ljust(width)} │" for line in lines]
    return "\n".join([f"┌{'─' * (width + 2)}┐", *middle, f"└{'─' * (width + 2)}┘"])
