"""The launcher's command: `python -m imgurhub.launch`. Exit 0 after an ordinary stop, 1 with a sentence otherwise."""

import os
import sys

from imgurhub.env import SettingError
from imgurhub.launch import hub, options
from imgurhub.launch.errors import LaunchError
from imgurhub.logs import redact


def main() -> int:
    # What a hub writes holds secrets and other people's pictures: nobody else on this computer reads it.
    os.umask(0o077)
    try:
        hub.run(options.from_environment())
    except (LaunchError, SettingError) as error:
        sys.stderr.write(f"ImgurHub cannot start. {redact(str(error))}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
