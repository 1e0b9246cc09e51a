"""Answers of Imgur's as recorded, with invented names and no tokens that work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.json"))


def recorded(name: str) -> Any:
    """The whole answer ``name``.json."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text())
