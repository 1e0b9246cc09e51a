"""What a killed worker, an emptied Valkey and a full hour do to a batch: nothing that shows in the result."""

import json
import subprocess
import sys

import pytest
import redis

from tests.fixtures.processes import ROOT, Hub, clean_environment
from tests.journeys.conftest import QUICK, Sandbox, wait_for


def _begin_upload(hub: Hub, account: str, paths, album: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "imgur_upload", *map(str, paths), "--account", account, "--album", album,
         "--wait", "--json"],
        cwd=ROOT, env=clean_environment({"IMGURHUB_RUN_DIR": str(hub.run_dir)}), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _end(upload: subprocess.Popen[str], seconds: float) -> dict:
    out, complaints = upload.communicate(timeout=seconds)
    assert upload.returncode == 0, complaints
    return json.loads(out)


def _uploads_begun(sandbox: Sandbox) -> int:
    return sandbox.state()["calls"]["by_route"].get("POST /3/image", 0)


def test_twenty_files_arrive_once_and_in_order_though_the_worker_is_killed_twice_and_valkey_emptied(
    start_hub, link_account, real_files
):
    hub, sandbox = start_hub(**QUICK)
    account = link_account(hub)
    before = sandbox.state()
    # Half of the uploads are killed before Imgur has acted on them, half after.
    sandbox.control(
        "faults",
        [
            {"method": "POST", "path": "/3/image", "kind": "slow", "when": when, "seconds": 1.5, "times": 1}
            for when in ("before", "after") * 12
        ],
    )

    upload = _begin_upload(hub, account, real_files, "Through the storm")
    wait_for(lambda: _uploads_begun(sandbox) >= 2, seconds=60, what="uploads begin")
    hub.kill("worker")
    wait_for(lambda: _uploads_begun(sandbox) >= 6, seconds=60, what="uploads go on after the worker was killed")
    redis.Redis.from_url(hub.demo["redis_url"]).flushall()
    wait_for(lambda: _uploads_begun(sandbox) >= 10, seconds=60, what="uploads go on after Valkey was emptied")
    hub.kill("worker")
    report = _end(upload, seconds=180)

    after = sandbox.state()
    assert after["images"] - before["images"] == 20
    assert after["albums"] - before["albums"] == 1
    assert after["refusals"]["429"] == 0
    _assert_no_secret_was_logged(hub)
    names = [image["name"] for image in sandbox.album(report["album"]["imgur_id"], hub.demo["access_token"])]
    assert names == [path.name for path in real_files]


@pytest.mark.slow
def test_uploads_wait_for_the_next_hour_and_imgur_never_has_to_refuse(start_hub, link_account, real_files):
    hub, sandbox = start_hub(**QUICK, SANDBOX_USER_HOUR="65", SANDBOX_HOUR_SECONDS="15")
    account = link_account(hub)

    upload = _begin_upload(hub, account, real_files[:10], "In hours")
    waiting = _reason(hub)
    report = _end(upload, seconds=150)

    assert waiting == "This hour’s credits are used."
    assert {file["state"] for file in report["files"]} == {"done"}
    assert report["credits"] == 101
    refusals = sandbox.state()["refusals"]
    assert (refusals["429"], refusals["upload_limit"]) == (0, 0)


def _reason(hub: Hub) -> str:
    """What the first operation says that has to wait for the hour."""
    program = """
import time
from media_sync.models import Operation

waiting = Operation.objects.filter(waits_for="user-hour").values_list("reason", flat=True)
patience = time.monotonic() + 60
while not waiting.exists() and time.monotonic() < patience:
    time.sleep(0.2)
print(waiting.first())
"""
    return hub.manage("shell", "--no-imports", "-c", program).stdout.strip()


def _assert_no_secret_was_logged(hub: Hub) -> None:
    secrets = json.loads((hub.run_dir / "secrets.json").read_text())
    told = {name: hub.demo[name] for name in ("access_token", "refresh_token", "client_secret")}
    written = "".join(path.read_text(errors="replace") for path in (hub.run_dir / "logs").iterdir())
    assert len(written) > 1000
    for name, secret in (secrets | told).items():
        assert str(secret) not in written, f"{name} stands in a log"
