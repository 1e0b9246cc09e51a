"""docs/settings.md lists the variables that are read, all of them and no others."""

import ast
import re
from pathlib import Path

from imgurhub.launch.variables import SETTINGS
from tests.fixtures.processes import ROOT

PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
LISTED = re.findall(r"^\| `([A-Z][A-Z_]+)` \|", PAGE, re.MULTILINE)


def read_by(*paths: Path) -> set[str]:
    """The names that Python files read with the functions of imgurhub.env."""
    return {
        node.args[0].value
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id.startswith("env_")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_it_lists_every_variable_once() -> None:
    settings = read_by(ROOT / "imgurhub" / "settings.py")
    launcher = read_by(*(ROOT / "imgurhub" / "launch").glob("*.py"))
    assert len(settings) > 30
    assert {"PORT", "WORKERS"} <= launcher
    # Read by the launcher from a table of pairs.
    by_the_sandbox = {"SANDBOX_UPLOAD_HOUR", "SANDBOX_HOUR_SECONDS"}

    assert sorted(LISTED) == sorted(settings | launcher | by_the_sandbox)


def test_every_entry_is_whole() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    assert len(rows) == len(LISTED)
    for row in rows:
        name, unit, default, meaning = (cell.strip() for cell in row.strip("|").split(" | "))
        assert unit, name
        assert default, name
        assert meaning.endswith("."), name


def test_the_launcher_passes_on_what_the_settings_read() -> None:
    read = read_by(ROOT / "imgurhub" / "settings.py")
    assert sorted(SETTINGS) == sorted(read - {"IMGURHUB_RUN_DIR"})
