"""The Lua scripts of the budget, put together from the files beside this one."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from accounts.shared_redis import RedisScript

_FOLDER = Path(__file__).parent
_COMMENT = re.compile(r"--.*")
_NAME = r"[A-Z][A-Z_]*"
_VALUE = r"-?\d+|'[^']*'"
_CONSTANTS = re.compile(rf"^local ({_NAME}(?:, {_NAME})*)\s*= ((?:{_VALUE})(?:, (?:{_VALUE}))*)\s*$", re.MULTILINE)


class Script(RedisScript):
    """The script of a file. ``shared`` texts stand in front of its own, ``constants`` in front of all.

    Constants (``local LIMIT, USED = 1, 2`` with names in capitals) are written in place of their names, as a
    preprocessor does: Lua would make each of them anew at every run, and carry it into every function that mentions
    it, which took a quarter of a script's time.
    """

    def __init__(self, name: str, *, constants: Mapping[str, int] | None = None, shared: Sequence[str] = ()) -> None:
        head = "".join(f"local {constant} = {value}\n" for constant, value in (constants or {}).items())
        super().__init__(_with_constants_in_place(head + "".join(map(_text, [*shared, name]))))


@cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.lua").read_text()


def _with_constants_in_place(source: str) -> str:
    source = _COMMENT.sub("", source)
    values: dict[str, str] = {}
    for names, told in _CONSTANTS.findall(source):
        values |= zip(names.split(", "), re.findall(_VALUE, told), strict=True)
    return re.sub(rf"\b{_NAME}\b", lambda name: values.get(name[0], name[0]), _CONSTANTS.sub("", source))
