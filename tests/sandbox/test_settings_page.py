"""docs/sandbox.md names the settings that there are, with the defaults that they have."""

import re

from tests.fixtures.sandbox import ROOT, Sandbox

ROWS = re.compile(r"^\| (`SANDBOX_[^|]+`) \| ([^|]+) \|", re.MULTILINE)


def documented() -> dict[str, str]:
    """The default of each setting, as it is written."""
    found: dict[str, str] = {}
    for names, defaults in ROWS.findall((ROOT / "docs" / "sandbox.md").read_text("utf-8")):
        variables = re.findall(r"SANDBOX_\w+", names)
        values = [value.strip(" `") for value in defaults.split(", ")]
        found |= dict(zip(variables, values if len(values) == len(variables) else values * len(variables), strict=True))
    return found


def test_it_documents_the_size_limits_that_hold() -> None:
    code = (ROOT / "sandbox" / "settings.py").read_text("utf-8")

    for name in ("SANDBOX_STILL_BYTES", "SANDBOX_VIDEO_BYTES"):
        found = re.search(rf'env_int\("{name}", (\d+) \* 1024 \* 1024', code)
        assert found is not None
        assert documented()[name] == f"{found[1]} MB"


def test_it_documents_every_switch_with_its_default(sandbox: Sandbox) -> None:
    values = sandbox.control("limits", method="GET")
    # Neither is a setting: the control address alone changes the clock.
    switches = {name: value for name, value in values.items() if name not in {"windows", "clock_shift"}}

    written = {name: documented()[f"SANDBOX_{name.upper()}"] for name in switches}

    assert written == {
        name: str(int(value)) if isinstance(value, bool | int) else value for name, value in switches.items()
    }
