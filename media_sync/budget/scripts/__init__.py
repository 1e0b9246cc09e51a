"""The Lua scripts, and running one by the hash of its text. Redis keeps them; a forgotten one is sent anew."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import redis
from redis.exceptions import NoScriptError

_FOLDER = Path(__file__).parent


def run_script(client: redis.Redis, name: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
    """What the script ``name`` answers; one round trip. Raises RedisError."""
    source, digest = _script(name)
    try:
        return client.evalsha(digest, len(keys), *keys, *arguments)
    except NoScriptError:
        return client.eval(source, len(keys), *keys, *arguments)


@cache
def _script(name: str) -> tuple[str, str]:
    source = (_FOLDER / "common.lua").read_text() + (_FOLDER / f"{name}.lua").read_text()
    return source, hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
