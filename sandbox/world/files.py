"""Making the files of the world, several at a time."""

import os
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from sandbox.media import store
from sandbox.world.recipes import Recipe

Order = tuple[str, Recipe]


def make_missing(orders: Iterable[Order]) -> None:
    """Make each file, named by its path below SANDBOX_DIR, that is not there yet. None is ever seen half made."""
    by_source = defaultdict(list)
    for file, recipe in orders:
        if not (settings.SANDBOX_DIR / file).exists():
            by_source[recipe.source].append((file, recipe))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        # All of one source together, so that it is read once.
        for _ in pool.map(_make_all, by_source.values()):
            pass


def _make_all(orders: list[Order]) -> None:
    for file, recipe in orders:
        unfinished = store.new_incoming()
        try:
            recipe.make(unfinished)
            unfinished.replace(settings.SANDBOX_DIR / file)
        finally:
            unfinished.unlink(missing_ok=True)
