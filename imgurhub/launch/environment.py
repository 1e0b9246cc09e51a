"""What the hub's processes are told, and what other shells find in ``.run/env``."""

from collections.abc import Mapping
from pathlib import Path

from imgurhub.env import SettingError, env_str, write_private
from imgurhub.launch.options import Options
from imgurhub.launch.sandbox import Sandbox
from imgurhub.launch.variables import SETTINGS, without_empty


def hub_settings(options: Options, *, redis_url: str, sandbox: Sandbox | None) -> dict[str, str]:
    """The settings of this launch: what was given, and what follows from it."""
    settings = {name: env_str(name) for name in SETTINGS if env_str(name)}
    settings |= {"PORT": str(options.port), "REDIS_URL": redis_url}
    if sandbox:
        # What was given goes first: the hub may be pointed at the sandbox through something in between.
        settings = {**sandbox.hub_settings(), **settings, "IMGUR_DEMO": "1"}
    return settings


def keep_for_other_shells(run_dir: Path, settings: Mapping[str, str]) -> None:
    """Write ``.run/env``, which imgurhub.env reads. It holds secrets, so only the owner can."""
    for name, value in settings.items():
        if len(value.splitlines()) > 1:
            raise SettingError(f"{name} has more than one line, which no setting needs.")
    first = "# Written at each start by imgurhub.launch; variables of a shell's own go first.\n"
    write_private(run_dir / "env", first + "".join(f"{name}={settings[name]}\n" for name in sorted(settings)))


def process_environment(options: Options, settings: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of one of the hub's processes."""
    return {
        **without_empty(),
        **settings,
        "IMGURHUB_RUN_DIR": str(options.run_dir),
        "HOST": options.host,
        "DJANGO_SETTINGS_MODULE": "imgurhub.settings",
        "PYTHONUNBUFFERED": "1",
    }
