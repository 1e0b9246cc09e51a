"""The Lua scripts, and running one by the hash of its text. Redis keeps them; a forgotten one is sent anew."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import redis
from redis.exceptions import NoScriptError

_FOLDER = Path(__file__).parent


def run_script(
    client: redis.Redis, name: str, keys: Sequence[str], arguments: Sequence[Any], *, on_windows: bool = True
) -> Any:
    """What the script ``name`` answers; one round trip. Raises RedisError.

    ``on_windows`` puts the functions that scripts on windows share in front of it.
    """
    source, digest = _script(name, on_windows)
    try:
        return client.evalsha(digest, len(keys), *keys, *arguments)
    except NoScriptError:
        return client.eval(source, len(keys), *keys, *arguments)


@cache
def _script(name: str, on_windows: bool) -> tuple[str, str]:
    shared = (_FOLDER / "common.lua").read_text() if on_windows else ""
    source = shared + (_FOLDER / f"{name}.lua").read_text()
    return source, hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
