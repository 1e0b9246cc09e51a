"""Static files are collected when there is something new, and not otherwise."""

from pathlib import Path
from typing import Any

import pytest

from imgurhub.static_files import collect_if_changed


@pytest.fixture
def sources(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "page.css").write_text("a {}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return folder


def test_it_collects_once(sources: Path, settings: Any) -> None:
    assert collect_if_changed()
    assert not collect_if_changed()
    assert (settings.STATIC_ROOT / "page.css").read_text() == "a {}"


def test_it_collects_again_after_a_change(sources: Path, settings: Any) -> None:
    collect_if_changed()
    (sources / "page.css").write_text("b {color: red}")

    assert collect_if_changed()

    assert (settings.STATIC_ROOT / "page.css").read_text() == "b {color: red}"


def test_it_no_longer_serves_what_was_removed(sources: Path, settings: Any) -> None:
    (sources / "old.css").write_text("")
    collect_if_changed()
    (sources / "old.css").unlink()

    assert collect_if_changed()

    assert not (settings.STATIC_ROOT / "old.css").exists()


def test_it_begins_again_after_an_interruption(sources: Path, settings: Any) -> None:
    collect_if_changed()
    (settings.STATIC_ROOT / ".collected").unlink()
    assert collect_if_changed()
