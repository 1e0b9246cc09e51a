"""Reading the environment, and what a running hub left in its state folder for other shells.

Real environment variables win over ``.run/env``, which the launcher writes with the addresses and secrets of the
hub that runs from this checkout. So ``manage.py`` in a second shell needs no exports.
"""

import fcntl
import json
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet


class SettingError(Exception):
    """An environment variable holds something that cannot be used; the message says which, why, and what would do."""


def load_run_environment(run_dir: Path) -> None:
    """Take what ``run_dir/env`` says for every variable that the environment does not set itself.

    The file stays valid while the hub is stopped (its database and files are still there), but its Valkey is not, and
    that is said on standard error.
    """
    path = run_dir / "env"
    if not path.is_file():
        return
    taken = False
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.startswith("#") and name.strip() not in os.environ:
            os.environ[name.strip()] = value
            taken = taken or name.strip() == "REDIS_URL"
    if taken and not hub_runs(run_dir):
        sys.stderr.write(
            f"ImgurHub does not run from {run_dir} at present, so whatever needs its queue fails. Start it: make run\n"
        )


def hub_runs(run_dir: Path) -> bool:
    """Whether a launcher, or the clean-up after one, holds ``run_dir`` at this moment (imgurhub/launch/lock.py)."""
    try:
        descriptor = os.open(run_dir / "launcher.lock", os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def kept_secrets(run_dir: Path) -> dict[str, str]:
    """The secrets of this installation, made once and kept in ``run_dir/secrets.json`` (readable by the owner only)."""
    return {
        "SECRET_KEY": kept_secret(run_dir, "SECRET_KEY", lambda: secrets.token_urlsafe(48)),
        "SEAL_KEYS": kept_secret(run_dir, "SEAL_KEYS", lambda: Fernet.generate_key().decode()),
    }


def kept_secret(run_dir: Path, name: str, make: Callable[[], str]) -> str:
    """One kept secret; ``make`` is asked when it is not there yet. Raises SettingError when the file is damaged."""
    path = run_dir / "secrets.json"
    kept = _read_secrets(path)
    if name in kept:
        return kept[name]
    run_dir.mkdir(parents=True, exist_ok=True)
    # Under a lock, so that two processes of a first start do not each make their own; and put in place whole, so that
    # a reader never meets half a file.
    with open(os.open(run_dir / "secrets.lock", os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = _read_secrets(path)
        if name not in kept:
            kept[name] = make()
            write_private(path, json.dumps(kept, indent=1) + "\n")
    return kept[name]


def write_private(path: Path, text: str) -> None:
    """Put ``text`` in ``path`` in one step, readable by the owner only."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _read_secrets(path: Path) -> dict[str, str]:
    try:
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except json.JSONDecodeError as error:
        raise SettingError(
            f"{path} is not readable as JSON, so the keys that seal the Imgur tokens are unknown. "
            "Put the kept file back, or set SECRET_KEY and SEAL_KEYS."
        ) from error
    return kept


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool = False) -> bool:
    value = env_str(name).lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if not value else value in {"1", "true", "yes", "on"}
    raise SettingError(f"{name} is {value!r}; write 1 or 0.")


def env_int(name: str, default: int, *, minimum: int = 0) -> int:
    value = env_str(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError as error:
        raise SettingError(f"{name} is {value!r}; write a whole number.") from error
    if number < minimum:
        raise SettingError(f"{name} is {number}; the least that works is {minimum}.")
    return number


def env_list(name: str, default: str = "") -> list[str]:
    """A comma list, without empty members."""
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]
