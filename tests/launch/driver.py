"""A launcher of tiny programs, for looking at the supervisor from outside: `python -m tests.launch.driver RUN_DIR`.

RUN_DIR/programs.json is a list of {"name", "shell", "stage", "stop_seconds"}.
"""

import json
import os
import sys
from pathlib import Path

from imgurhub.launch import lock, supervisor
from imgurhub.launch.child import Program
from imgurhub.launch.errors import LaunchError
from imgurhub.launch.guard import Guard
from imgurhub.launch.output import Output


def main() -> int:
    run_dir = Path(sys.argv[1])
    # Crashes in a row are reported soon enough for a test.
    supervisor.FIRST_DELAY_SECONDS = float(os.environ.get("FIRST_DELAY_SECONDS", supervisor.FIRST_DELAY_SECONDS))
    try:
        held = lock.take(run_dir)
    except LaunchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    guard, output = Guard(lock=held), Output(run_dir / "logs")
    # So that nothing outlives a test run that is killed, either.
    looked_after = supervisor.Supervisor(guard, output, list_path=run_dir / "processes.json", ends_with_parent=True)
    looked_after.take_signals()
    for facts in json.loads((run_dir / "programs.json").read_text()):
        command = ("/bin/sh", "-c", facts["shell"])
        stop_seconds = facts.get("stop_seconds", 10)
        looked_after.keep(Program(facts["name"], command, os.environ, run_dir, facts.get("stage", 1), stop_seconds))
    output.say("Started.")
    looked_after.watch()
    looked_after.stop_all()
    guard.release()
    output.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
