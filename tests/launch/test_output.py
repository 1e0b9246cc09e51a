from io import StringIO
from pathlib import Path

import pytest

from imgurhub.launch import output as module
from imgurhub.launch.output import Output

TOKEN = "0123456789abcdef0123456789abcdef01234567"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_it_puts_the_name_in_front_and_keeps_a_file_for_each(tmp_path: Path) -> None:
    terminal = StringIO()
    output = Output(tmp_path, terminal)
    output.line("web", "one\n")
    output.line("worker", "two")
    output.close()

    assert terminal.getvalue() == "web      | one\nworker   | two\n"
    assert (tmp_path / "web.log").read_text().endswith(" one\n")
    assert (tmp_path / "worker.log").read_text().endswith(" two\n")


def test_it_colours_a_terminal_only_and_not_against_no_color(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain, refused = Terminal(), StringIO(), Terminal()
    Output(tmp_path, coloured).line("web", "x")
    Output(tmp_path, plain).line("web", "x")
    monkeypatch.setenv("NO_COLOR", "1")
    Output(tmp_path, refused).line("web", "x")

    assert "\033[" in coloured.getvalue()
    assert "\033[" not in plain.getvalue()
    assert "\033[" not in refused.getvalue()


def test_it_blanks_secrets_on_the_terminal_and_in_the_file(tmp_path: Path) -> None:
    terminal = StringIO()
    output = Output(tmp_path, terminal)
    output.line("web", f"GET /accounts/imgur/login/callback/?code={TOKEN}&state=abc")
    output.say("redis://:hidden-word@127.0.0.1:6379/0")
    output.close()

    written = terminal.getvalue() + (tmp_path / "web.log").read_text() + (tmp_path / "hub.log").read_text()
    assert TOKEN not in written
    assert "hidden-word" not in written
    assert "/accounts/imgur/login/callback/" in written


def test_it_rotates_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FILE_BYTES", 2_000)
    output = Output(tmp_path, StringIO())
    for number in range(500):
        output.line("web", f"line {number} " + "." * 40)
    output.close()

    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 4 * 2_000
    assert "line 499" in (tmp_path / "web.log").read_text()


def test_it_goes_on_without_its_terminal(tmp_path: Path) -> None:
    terminal = StringIO()
    output = Output(tmp_path, terminal)
    terminal.close()
    output.line("web", "after the window was closed")
    output.close()

    assert "after the window was closed" in (tmp_path / "web.log").read_text()
