"""Lists of the gallery need the same few queries, however long they are."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PATHS = [
    "gallery/user/time?album_previews=1",
    "gallery/random/random",
    "gallery/t/q0",
    "gallery/search?q=x",
    "account/me/submissions?album_previews=1",
    "account/me/favorites",
    "account/me/items/newest/0",
    "account/me/images",
    "account/me/albums",
    "tags",
    "topics/defaults",
    "feed",
]
COUNT = "import django; django.setup(); from tests.sandbox.count_queries import main; main()"
# Of these, about eight are spent on who calls, on credits, switches, faults and tallies.
MOST = 32


def count(world: Path, folder: Path, posts: int) -> dict[str, int]:
    shutil.copytree(world, folder)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SANDBOX_")}
    done = subprocess.run(
        [sys.executable, "-c", COUNT, str(posts), *PATHS],
        cwd=Path(__file__).parents[2],
        env=inherited | {"SANDBOX_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "sandbox.settings"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    counted: dict[str, int] = json.loads(done.stdout)
    return counted


def test_it_needs_as_many_queries_for_sixty_posts_as_for_six(prepared_world: Path, tmp_path: Path) -> None:
    few, many = (count(prepared_world, tmp_path / str(posts), posts) for posts in (6, 60))

    assert many == few
    assert max(many.values()) <= MOST, many
