"""A day of three teams, twenty accounts and two thousand wanted uploads against the sandbox, by a moved clock."""

import io
import os
import random
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image as Pillow

from benchmarks import Row
from tests.fixtures.processes import RunningValkey
from tests.fixtures.sandbox import Sandbox

HOUR_SECONDS = 3600
TEAMS = {1: 1_200, 2: 500, 3: 300}  # uploads that each wants
ARRIVES_AT_HOUR = {1: 0, 2: 2, 3: 5}
ACCOUNTS = 20
READS_AN_HOUR = {"INTERACTIVE": 30, "SYNC": 40}
# So wide that the hours together come to more than the day: near its end the day says no, too.
USER_HOUR = 600
# Sixteen workers, two seconds an upload.
UPLOAD_SECONDS = 2 / 16


def measure() -> Iterator[Row]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    with tempfile.TemporaryDirectory(prefix="imgurhub-bench-") as folder:
        server = RunningValkey(Path(folder) / "valkey")
        sandbox = Sandbox(Path(folder) / "sandbox", {"SANDBOX_USER_HOUR": str(USER_HOUR)})
        sandbox.start()
        try:
            day = Day(sandbox, server.url)
            day.run(hours=24)
            yield from day.rows()
        finally:
            sandbox.kill()
            server.close()


@dataclass
class Day:
    """One simulated day. Both clocks, the sandbox's and the budget's, are moved together."""

    sandbox: Sandbox
    redis_url: str
    shift: float = 0.0
    waits: int = 0
    uploaded: dict[int, int] = field(default_factory=lambda: dict.fromkeys(TEAMS, 0))
    spendable: int = 0

    def __post_init__(self) -> None:
        import django
        import redis

        django.setup()
        from imgur import Bearer, HttpTransport, ImgurClient
        from media_sync.budget import Limiter
        from media_sync.budget.limiter import rules_for
        from media_sync.budget.store import BudgetStore

        store = BudgetStore(app_pk=1, egress="here", client=redis.Redis.from_url(self.redis_url), rules=rules_for())
        self.limiter = Limiter(store, clock=self.now)
        people = list(self.sandbox.people.values())[:ACCOUNTS]
        self.transports = [
            HttpTransport(auth=Bearer(person.access_token), api_url=self.sandbox.url, retries=0) for person in people
        ]
        self.credits = ImgurClient(self.transports[0]).credits
        self.dice = random.Random(7)
        self.queues = {team: deque(range(count)) for team, count in TEAMS.items()}
        self.began_at = self.now()

    def now(self) -> float:
        return time.time() + self.shift

    def move_to(self, moment: float) -> None:
        seconds = moment - self.now()
        if seconds > 0:
            self.sandbox.move_clock(seconds)
            self.shift += seconds

    def run(self, *, hours: int) -> None:
        self._begin_anew()
        done_hours = 0
        while (elapsed := self.now() - self.began_at) < hours * HOUR_SECONDS:
            if elapsed >= done_hours * HOUR_SECONDS:
                done_hours += 1
                self._read()
            if not self._upload_one(elapsed):
                break
        still = any(self.queues.values())
        self.spendable = min(hours * USER_HOUR, 12_500 * 97 // 100) if still else self._spent()

    def _upload_one(self, elapsed: float) -> bool:
        """One upload of the team whose turn it is, or a step of the clock; false when nothing is left to do."""
        from media_sync.budget import Claim, NoCreditsError
        from media_sync.budget.turns import Waiting
        from media_sync.models import Lane

        here = [
            team for team, queue in self.queues.items() if queue and elapsed >= ARRIVES_AT_HOUR[team] * HOUR_SECONDS
        ]
        if not here:
            return any(self.queues.values()) and self._rest(HOUR_SECONDS / 60)
        team = here[self._turn([Waiting(team, 10, 1) for team in here])]
        claim = Claim(cost=10, lane=Lane.UPLOAD, team_pk=team, is_post=True, is_upload=True, share=333)
        try:
            self._send(claim)
        except NoCreditsError as refusal:
            self.waits += 1
            self.move_to(refusal.retry_at.timestamp() + self.dice.uniform(0, 2))
            return True
        self.queues[team].popleft()
        self.uploaded[team] += 1
        if self.uploaded[team] % 10 == 0:
            self.move_to(self.now() + 10 * UPLOAD_SECONDS)
        return True

    def _turn(self, waiting: list[Any]) -> int:
        from media_sync.budget import turns

        turns.redis_client = lambda: self.limiter.store._redis  # type: ignore[assignment]
        return turns.whose_turn(1, 20, waiting)

    def _rest(self, seconds: float) -> bool:
        self.move_to(self.now() + seconds)
        return True

    def _read(self) -> None:
        """What people and the mirror ask for besides."""
        from media_sync.budget import BudgetError, Claim
        from media_sync.models import Lane

        for lane, count in READS_AN_HOUR.items():
            for _ in range(count):
                try:
                    self._send(Claim(cost=1, lane=Lane[lane], team_pk=self.dice.choice(list(TEAMS)), share=333))
                except BudgetError:
                    break

    def _send(self, claim: Any) -> None:
        from imgur import Call, FilePart

        reservation = self.limiter.reserve(claim)
        transport = self.dice.choice(self.transports)
        if claim.is_upload:
            part = FilePart(
                field="image", source=io.BytesIO(_picture(self.dice)), name="a.png", content_type="image/png"
            )
            call = Call.to("POST", "/3/image", upload=part, cost=10, is_upload=True)
        else:
            call = Call.to("GET", "/3/account/{username}/images/count", ids={"username": "me"})
        answer = transport.send(call)
        self.limiter.settle(reservation, self._moved(answer.rate_limits))

    def _moved(self, told: Any) -> Any:
        """Resets that were told as seconds from now count from the moved clock."""
        from imgur import RateLimits

        def moved(window: Any) -> Any:
            if window is None or window.resets_at is None:
                return window
            return replace(window, resets_at=window.resets_at + timedelta(seconds=self.shift))

        return RateLimits(client=moved(told.client), user=moved(told.user), post=moved(told.post))

    def _begin_anew(self) -> None:
        from media_sync.budget import WindowState

        told = self.credits()
        now = datetime.fromtimestamp(self.now(), UTC)
        self.limiter.restore(
            {
                "client-day": WindowState(told.client_limit or 0, 0, None),
                "user-hour": WindowState(told.user_limit or 0, 0, now + timedelta(hours=1)),
            },
            under_way=[],
        )

    def _spent(self) -> int:
        return int(self.sandbox.state()["credits"]["spent"])

    def rows(self) -> Iterator[Row]:
        state = self.sandbox.state()
        refused = state["refusals"]
        spent = state["credits"]["spent"]
        share = 100 * spent / self.spendable
        strikes = spent >= 12_500
        yield Row("uploads that went up", sum(self.uploaded.values()), "of 2000", f"by team {self.uploaded}")
        yield Row("answers 429", refused["429"] + refused["upload_limit"], "", _verdict(not refused["429"]))
        yield Row("of the spendable credits", share, "per cent", _verdict(share >= 97) + f", {spent} spent")
        yield Row("days at the limit", float(strikes), "", _verdict(not strikes))


def _verdict(holds: bool) -> str:
    return "pass" if holds else "FAIL"


def _picture(dice: random.Random) -> bytes:
    out = io.BytesIO()
    Pillow.frombytes("RGB", (4, 4), dice.randbytes(48)).save(out, "PNG")
    return out.getvalue()
