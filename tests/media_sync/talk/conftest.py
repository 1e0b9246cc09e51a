"""A linked account with a schedule for its talk, and an Imgur that tells it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F

from accounts.models import ImgurApp, LinkedAccount
from media_sync import gateway
from media_sync.models import Part, Post, Profile, ProfileSettings, SyncRun, SyncSchedule, TalkMark
from media_sync.services.credits import budgets
from media_sync.services.looking import runs, schedules
from tests.fakes.talk import ME, FakeTalk, comment, mail_notice, post, reply_notice


@pytest.fixture
def imgur(monkeypatch) -> FakeTalk:
    """Imgur as the gateway reaches it."""
    fake = FakeTalk()
    monkeypatch.setattr(gateway, "_http", lambda app, auth: fake)
    return fake


@pytest.fixture
def schedule(account: LinkedAccount, redis: None, app: ImgurApp, imgur: FakeTalk) -> SyncSchedule:
    imgur.credits = {"UserLimit": 9_000, "UserRemaining": 9_000}
    assert budgets.restore(app)
    imgur.calls.clear()
    schedule = schedules.schedule_account(account, Part.TALK)
    return schedules.change(schedule, is_paused=False, chosen_seconds=None, credits_per_day=9_000)


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
def time_passes(db: None) -> Callable[..., None]:
    """Move back everything that looks remember: ``time_passes(days=2)``."""

    def go_by(**ago: float) -> None:
        back = timedelta(**ago)
        TalkMark.objects.update(walked_at=F("walked_at") - back)
        Post.objects.update(thread_read_at=F("thread_read_at") - back)
        Profile.objects.update(totals_read_at=F("totals_read_at") - back)
        ProfileSettings.objects.update(read_at=F("read_at") - back)

    return go_by


@pytest.fixture
def full_of_talk(imgur: FakeTalk) -> FakeTalk:
    """An account with some of everything, in lists of more than a page."""
    imgur.posts = [post(f"post{number:03}", comment_count=2 if number < 2 else 0) for number in range(6)]
    for number, row in enumerate(imgur.posts[:2]):
        mine = comment(200 + number, author=ME, image_id=row["id"])
        imgur.threads[row["id"]] = [comment(100 + number, mine, image_id=row["id"])]
        imgur.comments += [mine]
    imgur.comments += [comment(number, author=ME, image_id="foreign") for number in range(60, 55, -1)]
    imgur.favorites = [post(f"like{number:03}", account_url="bob_demo", account_id=1198054) for number in range(6)]
    imgur.write_to(6, count=1)
    imgur.write_to(5, count=9)
    imgur.replies = [reply_notice(11, comment(301, image_id="foreign", parent_id=60))]
    imgur.notices = [mail_notice(12, conversation=5), mail_notice(13, conversation=6, viewed=True)]
    return imgur
