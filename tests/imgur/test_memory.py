"""What a large upload costs in memory, as the operating system counts it, in a process that does nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.imgur.scripted_server import ScriptedServer, reply_with

MEGABYTE = 1024 * 1024
FILE_BYTES = 200 * MEGABYTE
MOST_EXTRA_BYTES = 50 * MEGABYTE

# The kernel's high-water mark belongs to the program's memory alone; getrusage would inherit the parent's.
CHILD = """
import json, re, sys
from pathlib import Path
from imgur import Bearer, HttpTransport, ImgurClient

def peak_bytes():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024

url, small, large = sys.argv[1:]
client = ImgurClient(HttpTransport(auth=Bearer("0" * 40), api_url=url))
calls = []

def upload(path):
    client.images.upload(Path(path), name="a.mp4", content_type="video/mp4", on_progress=lambda *now: calls.append(now))

upload(small)
before = peak_bytes()
upload(large)
print(json.dumps({"extra": peak_bytes() - before, "last": calls[-1], "calls": len(calls)}))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="The peak is read from Linux's /proc.")
def test_it_uploads_200_megabytes_in_less_than_50_of_memory(server: ScriptedServer, tmp_path: Path) -> None:
    small, large = tmp_path / "small.mp4", tmp_path / "large.mp4"
    small.write_bytes(b"x" * MEGABYTE)
    with large.open("wb") as file:
        file.truncate(FILE_BYTES)
    server.script(*[reply_with({"id": "abc1234"})] * 2)

    child = subprocess.run(
        [sys.executable, "-c", CHILD, server.url, str(small), str(large)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[2],
    )

    measured = json.loads(child.stdout)
    assert 0 <= measured["extra"] < MOST_EXTRA_BYTES
    assert measured["last"] == [FILE_BYTES, FILE_BYTES]
    assert measured["calls"] > 1000
    assert FILE_BYTES < server.received[-1].body_bytes < FILE_BYTES + MEGABYTE
