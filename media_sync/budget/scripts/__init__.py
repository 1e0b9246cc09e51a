"""The Lua scripts of the budget, put together from the files beside this one."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from accounts.shared_redis import RedisScript

_FOLDER = Path(__file__).parent


class Script(RedisScript):
    """The script of a file. ``shared`` texts stand in front of its own, ``constants`` in front of all."""

    def __init__(self, name: str, *, constants: Mapping[str, int] | None = None, shared: Sequence[str] = ()) -> None:
        head = "".join(f"local {constant} = {value}\n" for constant, value in (constants or {}).items())
        super().__init__(head + "".join(map(_text, [*shared, name])))


@cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.lua").read_text()
