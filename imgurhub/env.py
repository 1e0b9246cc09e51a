"""Reading the environment, and what a running hub left in its state folder for other shells.

Real environment variables win over ``.run/env``, which the launcher writes with the addresses and secrets of the
hub that runs from this checkout. So ``manage.py`` in a second shell needs no exports.
"""

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


class SettingError(Exception):
    """An environment variable holds something that cannot be used; the message says which, why, and what would do."""


def load_run_environment(run_dir: Path) -> None:
    """Take what ``run_dir/env`` says for every variable that the environment does not set itself."""
    path = run_dir / "env"
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value)


def kept_secrets(run_dir: Path) -> dict[str, str]:
    """The secrets of this installation, made once and kept in ``run_dir/secrets.json`` (readable by the owner only)."""
    path = run_dir / "secrets.json"
    run_dir.mkdir(parents=True, exist_ok=True)
    try:
        # Opened exclusively, so that two processes of a first start cannot each make their own.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secrets(path)
    made = {"SECRET_KEY": secrets.token_urlsafe(48), "SEAL_KEYS": Fernet.generate_key().decode()}
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(made, file)
    return made


def _read_secrets(path: Path) -> dict[str, str]:
    try:
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
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
