"""Folders of a sandbox that no process runs on, for tests of what `prepare` makes of them."""

import os
from pathlib import Path


def environment_of(folder: Path, **given: str) -> dict[str, str]:
    """The environment for a verb on ``folder``, without any other setting of a sandbox."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SANDBOX_")}
    return inherited | {"SANDBOX_DIR": str(folder), **given}
