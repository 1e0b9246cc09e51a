"""What a large account is to have."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.environment import parse_int

MOST_ALBUMS, MOST_IMAGES = 100_000, 200_000
# An original each, unless told otherwise, up to so many: each is a file on the disk.
MOST_FILES_UNASKED = 10_000
NUMBERS = ("albums", "images_each", "loose", "files")
MEMBERS = frozenset({"username", "seed", *NUMBERS})
# As the API's own check of names, and short enough for paths.
_USERNAME = re.compile(r"[A-Za-z0-9]{4,40}")
_SEED = re.compile(r"[\w -]{1,40}", re.ASCII)


@dataclass(frozen=True)
class Order:
    """``albums`` with ``images_each``, and ``loose`` images in none of them; ``files`` is how many originals differ."""

    username: str
    albums: int
    images_each: int
    loose: int
    seed: str
    files: int

    @property
    def placed(self) -> int:
        """How many images are in albums."""
        return self.albums * self.images_each

    @property
    def images(self) -> int:
        return self.placed + self.loose


def read_order(given: dict[str, Any]) -> Order:
    """An order from its members, all of which may be missing. Raises ValueError (a sentence) for one that cannot be."""
    if unknown := set(given) - MEMBERS:
        raise ValueError(f"An account has no {', '.join(sorted(unknown))}. It has: {', '.join(sorted(MEMBERS))}.")
    seed = given.get("seed", "large")
    username = given.get("username", "large")
    if not isinstance(seed, str) or not _SEED.fullmatch(seed):
        raise ValueError("seed has to be 1 to 40 letters, digits, blanks and dashes.")
    if not isinstance(username, str) or not _USERNAME.fullmatch(username):
        raise ValueError("username has to be 4 to 40 letters and digits.")
    albums, images_each, loose = (parse_int(name, str(given.get(name, 0))) for name in NUMBERS[:3])
    images = albums * images_each + loose
    if albums > MOST_ALBUMS or images > MOST_IMAGES:
        raise ValueError(f"An account has {MOST_ALBUMS} albums and {MOST_IMAGES} images at most.")
    files = given.get("files")
    count = min(images, MOST_FILES_UNASKED) if files is None else parse_int("files", str(files), minimum=1)
    return Order(username, albums, images_each, loose, seed, min(count, images))
