"""A linked account with a schedule for its talk, and an Imgur that tells it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ImgurApp, LinkedAccount
from media_sync import budget, gateway
from media_sync.models import Part, SyncRun, SyncSchedule, TalkMark
from media_sync.services import budgets, runs, schedules
from tests.fakes.talk import FakeTalk


@pytest.fixture
def imgur(monkeypatch) -> FakeTalk:
    """Imgur as the gateway reaches it."""
    fake = FakeTalk()
    monkeypatch.setattr(gateway, "_http", lambda app, auth: fake)
    return fake


@pytest.fixture
def schedule(account: LinkedAccount, redis: None, app: ImgurApp, imgur: FakeTalk) -> SyncSchedule:
    assert budgets.restore(app)
    assert budget.limiter_for(app)
    imgur.calls.clear()
    return schedules.schedule_account(account, Part.TALK)


@pytest.fixture
def look(schedule: SyncSchedule, imgur: FakeTalk) -> Callable[[], SyncRun]:
    """One look, to its end, or to where it waits. The calls are those of this look."""

    def go() -> SyncRun:
        imgur.calls.clear()
        run = runs.start(schedule)
        SyncRun.objects.filter(pk=run.pk).update(not_before=None)
        runs.go_on(run.pk)
        run.refresh_from_db()
        return run

    return go


@pytest.fixture
def time_passes(account: LinkedAccount) -> Callable[..., None]:
    """Everything that was seen, read or walked through was so this long ago."""

    def go_by(**ago: float) -> None:
        back = timedelta(**ago)
        moments = {
            TalkMark: ["walked_at"],
        }
        for model, names in moments.items():
            for row in model.objects.all():
                for name in names:
                    if getattr(row, name):
                        setattr(row, name, getattr(row, name) - back)
                row.save()
        for post in account.posts.exclude(thread_read_at=None):
            post.thread_read_at -= back
            post.save()
        for model in ("profile", "profile_settings"):
            row = getattr(LinkedAccount.objects.get(pk=account.pk), model, None)
            if row:
                row.read_at -= back
                if model == "profile" and row.totals_read_at:
                    row.totals_read_at -= back
                row.save()
        assert timezone.now()

    return go_by
