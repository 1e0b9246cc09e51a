"""How time and memory of a look grow with the account: albums and images, without their files."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Row
from tests.fixtures.processes import ROOT, RunningValkey, clean_environment
from tests.fixtures.sandbox import LargeAccount, Sandbox

SIZES = (10_000, 100_000)
IMAGES_EACH = 100
PLENTY = "10000000"
MOST_MEGABYTES = 200
# Led in a process of its own, without Celery, so that what it takes is the look's alone.
LOOK = """
import json, resource, time
from accounts.models import LinkedAccount
from media_sync.models import Image, Part
from media_sync.services.looking import runs, schedules
schedule = schedules.schedule_account(LinkedAccount.objects.get(username=USERNAME), Part.PICTURES)
schedule.credits_per_day = 1_000_000
schedule.save()
run = runs.start(schedule)
begun_at = time.perf_counter()
runs.go_on(run.pk)
lasted = time.perf_counter() - begun_at
run.refresh_from_db()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([run.state, run.last_error or run.reason, run.calls, schedule.account.images.count(), lasted, peak]))
"""


def grow() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="imgurhub-bench-") as name:
        folder = Path(name)
        limits = {"SANDBOX_COMMUNITY": "0", "SANDBOX_USER_HOUR": PLENTY, "SANDBOX_CLIENT_DAY": PLENTY}
        valkey, sandbox = RunningValkey(folder / "valkey"), Sandbox(folder / "sandbox", limits)
        sandbox.start()
        try:
            took = {}
            for size in SIZES:
                account = sandbox.make_account(
                    username=f"large{size}",
                    albums=size // IMAGES_EACH,
                    images_each=IMAGES_EACH,
                    files=100,
                    seed=f"of {size}",
                )
                lasted, peak, calls = _look(folder, valkey, sandbox, account, size)
                took[size] = lasted
                yield Row(f"first look at {size:,} images", lasted, "s", f"{calls} calls, without their files")
                verdict = "pass" if peak < MOST_MEGABYTES else "FAIL"
                yield Row(f"most memory, {size:,} images", peak, "MB", f"the whole process; {verdict}")
            few, many = SIZES
            yield Row("time an image, the larger beside the smaller", took[many] / took[few] * few / many, "times")
        finally:
            sandbox.kill()
            valkey.close()


def _look(
    folder: Path, valkey: RunningValkey, sandbox: Sandbox, account: LargeAccount, size: int
) -> tuple[float, float, int]:
    environment = clean_environment(
        {
            "IMGURHUB_RUN_DIR": str(folder / "run"),
            "REDIS_URL": valkey.url,
            "IMGUR_CLIENT_ID": sandbox.client_id,
            "IMGUR_CLIENT_SECRET": sandbox.client_secret,
            "IMGUR_API_URL": sandbox.url,
            "IMGUR_MEDIA_URL": sandbox.media_url,
            "LOG_LEVEL": "WARNING",
        }
    )

    def manage(*words: str) -> str:
        answer = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        if answer.returncode:
            raise RuntimeError(f"manage.py {words[0]} ended with {answer.returncode}: {answer.stderr}")
        return answer.stdout

    manage("prepare", "--json")
    manage("imgur_link", "--username", account.username, "--access-token", account.access_token, "--refresh-token",
           account.refresh_token)  # fmt: skip
    told = manage("shell", "--no-imports", "-c", LOOK.replace("USERNAME", repr(account.username)))
    state, why, calls, known, lasted, peak = json.loads(told)
    if state != "done" or known != size:
        raise RuntimeError(f"The look at {size:,} images ended as {state} with {known:,} of them: {why}")
    return lasted, peak, calls
