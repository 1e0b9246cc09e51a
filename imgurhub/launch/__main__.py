"""The launcher's command: `python -m imgurhub.launch`. Exit 0 after an ordinary stop, 1 with a sentence otherwise."""

import argparse
import os
import sys

from imgurhub.env import SettingError
from imgurhub.launch import hub, options
from imgurhub.launch.errors import LaunchError
from imgurhub.logs import redact


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m imgurhub.launch",
        description="Run the whole hub on this computer. See docs/running.md; the variables are in docs/settings.md.",
    )
    parser.add_argument("--end-with-parent", action="store_true", help="stop when the starting process (make) is gone")
    arguments = parser.parse_args()
    # What a hub writes holds secrets and other people's pictures: nobody else on this computer reads it.
    os.umask(0o077)
    try:
        hub.run(options.from_environment(ends_with_parent=arguments.end_with_parent))
    except (LaunchError, SettingError) as error:
        sys.stderr.write(f"ImgurHub cannot start. {redact(str(error))}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
