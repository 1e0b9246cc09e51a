"""The Lua scripts, and running them by the hashes of their texts. Redis keeps them; a forgotten one is sent anew."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import redis
from redis.exceptions import NoScriptError

_FOLDER = Path(__file__).parent


class Script:
    """One script, ready to run. ``shared`` texts stand in front of its own, ``constants`` in front of all."""

    def __init__(self, name: str, *, constants: Mapping[str, int] | None = None, shared: Sequence[str] = ()) -> None:
        head = "".join(f"local {constant} = {value}\n" for constant, value in (constants or {}).items())
        self._source = head + "".join(map(_text, [*shared, name]))
        # As bytes, like all that goes to Redis often: encoding text anew costs more than the script takes to run.
        self._digest = hashlib.sha1(self._source.encode(), usedforsecurity=False).hexdigest().encode()

    def run(self, client: redis.Redis, keys: Sequence[str | bytes], *arguments: Any) -> Any:
        """What it answers; one round trip. Raises RedisError."""
        try:
            return client.evalsha(self._digest, len(keys), *keys, *arguments)  # type: ignore[arg-type]
        except NoScriptError:
            return client.eval(self._source, len(keys), *keys, *arguments)


@cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.lua").read_text()
