"""Schedules: a cadence that is learned, within bounds and means, and a clock that follows it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from media_sync.models import Part, SyncRun, SyncSchedule
from media_sync.services.looking import schedules

pytestmark = pytest.mark.django_db
HOUR = 3600


def _learn(schedule: SyncSchedule, *, credits: int = 5, **fields: object) -> int:
    schedules.learn(schedule, SyncRun(schedule=schedule, credits=credits, **fields))
    return schedule.learned_seconds


def test_what_changes_is_looked_at_more_often(schedule):
    assert _learn(schedule, changed=1) == 3 * HOUR
    assert _learn(schedule, added=1) == 1.5 * HOUR


def test_what_does_not_change_is_looked_at_less_often(schedule):
    assert _learn(schedule) == 7.5 * HOUR


def test_it_stays_between_a_quarter_of_an_hour_and_a_day(schedule):
    for _ in range(20):
        _learn(schedule, gone=1)
    assert schedule.learned_seconds == 15 * 60

    for _ in range(40):
        _learn(schedule)
    assert schedule.learned_seconds == 24 * HOUR


def test_it_looks_no_more_often_than_its_credits_last(schedule):
    schedule.credits_per_day = 100

    assert _learn(schedule, changed=1, credits=25) == 6 * HOUR


def test_the_first_run_teaches_nothing(schedule):
    assert _learn(schedule, is_first=True, added=4000) == 6 * HOUR


def test_the_clock_follows_what_is_learned(schedule):
    _learn(schedule, changed=1)

    task = PeriodicTask.objects.get(pk=schedule.periodic_task_id)
    assert (task.task, task.args, task.interval.every, task.enabled) == (
        "media_sync.start_sync", f"[{schedule.pk}]", 3 * HOUR, True,
    )  # fmt: skip


def test_a_chosen_cadence_goes_before_the_learned_one(schedule):
    schedules.change(schedule, is_paused=False, chosen_seconds=900, credits_per_day=1000)
    _learn(schedule)

    assert PeriodicTask.objects.get(pk=schedule.periodic_task_id).interval.every == 900
    assert schedules.next_look(schedule) <= timezone.now() + timedelta(seconds=900)


def test_two_intervals_that_are_alike_are_no_error(schedule):
    for _ in range(2):
        IntervalSchedule.objects.create(every=3 * HOUR, period=IntervalSchedule.SECONDS)

    assert _learn(schedule, changed=1) == 3 * HOUR


def test_a_clock_that_an_admin_has_removed_is_made_again(schedule):
    PeriodicTask.objects.all().delete()
    schedule.refresh_from_db()

    _learn(schedule)

    assert PeriodicTask.objects.filter(pk=schedule.periodic_task_id).exists()


def test_an_account_has_one_schedule_a_part(schedule, account):
    assert schedules.schedule_account(account, Part.PICTURES) == schedule
    assert PeriodicTask.objects.filter(task=schedules.TASK).count() == 1


def test_its_clock_ends_with_it(schedule):
    schedule.delete()

    assert not PeriodicTask.objects.filter(task=schedules.TASK).exists()


def test_a_paused_schedule_has_no_next_look(schedule):
    schedules.change(schedule, is_paused=True, chosen_seconds=None, credits_per_day=1000)

    assert schedules.next_look(schedule) is None
