"""Schedules: what is looked at again, how often, and what it may spend. Beat keeps the clock."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from accounts.models import LinkedAccount, User
from media_sync.models import AuditEntry, Part, SyncRun, SyncSchedule, WatchedSource

TASK = "media_sync.start_sync"
# What a run waits for that has spent its schedule's credits of the day.
CAP_WINDOW = "schedule-day"
# What a person may choose; None learns it.
CADENCES: dict[int | None, str] = {
    None: "as often as something is new",
    900: "every quarter of an hour",
    3600: "every hour",
    6 * 3600: "every 6 hours",
    24 * 3600: "every day",
    7 * 24 * 3600: "every week",
}
# Once a day at least: the audit reads a day's share of the albums in each, and nothing of a day without a look.
_SHORTEST, _LONGEST = timedelta(minutes=15), timedelta(days=1)
# Something new: look twice as often. Nothing: a little less often. So it settles near the rhythm of what changes.
_QUICKER, _SLOWER = 0.5, 1.25


@transaction.atomic
def schedule_account(account: LinkedAccount, part: Part, *, is_paused: bool = False) -> SyncSchedule:
    """The schedule of a part of ``account``; made when there is none yet, paused if told so."""
    schedule, is_new = SyncSchedule.objects.get_or_create(
        account=account, part=part, defaults={"team_id": account.team_id, "is_paused": is_paused}
    )
    if is_new:
        keep_time(schedule)
    return schedule


@transaction.atomic
def schedule_source(source: WatchedSource, *, credits_per_day: int) -> SyncSchedule:
    """The schedule of a watched source; made when there is none yet."""
    schedule, is_new = SyncSchedule.objects.get_or_create(
        source=source,
        defaults={"team_id": source.board.team_id, "part": Part.SOURCE, "credits_per_day": credits_per_day},
    )
    if is_new:
        keep_time(schedule)
    return schedule


@transaction.atomic
def change(
    schedule: SyncSchedule,
    *,
    is_paused: bool,
    chosen_seconds: int | None,
    credits_per_day: int,
    by: User | None = None,
) -> SyncSchedule:
    """Pause it or let it go on, choose its cadence (None: learned) and what it may spend in a day. A pause stops the
    look that is under way, too. With ``by`` the audit tells of it.
    """
    before = _settings_of(schedule)
    if is_paused and not schedule.is_paused:
        schedule.runs.all().cancel()
    schedule.is_paused, schedule.chosen_seconds = is_paused, chosen_seconds
    schedule.credits_per_day = credits_per_day
    schedule.save(update_fields=["is_paused", "chosen_seconds", "credits_per_day"])
    # What waits for tomorrow's credits may go on with more of them.
    schedule.runs.filter(state=SyncRun.State.QUEUED, waits_for=CAP_WINDOW).update(not_before=None, rung_at=None)
    keep_time(schedule)
    if by and before != _settings_of(schedule):
        AuditEntry.objects.create(
            team_id=schedule.team_id,
            person=by,
            action="changed a schedule",
            subject=str(schedule)[:200],
            details={"before": before, "after": _settings_of(schedule)},
        )
    return schedule


def _settings_of(schedule: SyncSchedule) -> dict[str, Any]:
    """What people may choose of it."""
    return {name: getattr(schedule, name) for name in ("is_paused", "chosen_seconds", "credits_per_day")}


def learn(schedule: SyncSchedule, run: SyncRun) -> None:
    """After a run: look sooner next time if there was something new, later if not; never dearer than the day's cap."""
    if not run.is_first:
        wanted = schedule.learned_seconds * (_QUICKER if run.has_news else _SLOWER)
        affordable = 24 * 3600 * run.credits / max(1, schedule.credits_per_day)
        seconds = min(max(wanted, affordable, _SHORTEST.total_seconds()), _LONGEST.total_seconds())
        # Whole minutes: every other length would be a row of beat's own.
        schedule.learned_seconds = round(seconds / 60) * 60
        schedule.save(update_fields=["learned_seconds"])
    keep_time(schedule)


def keep_time(schedule: SyncSchedule) -> None:
    """Tell beat the schedule's cadence, and whether it is to ring at all."""
    values = {"interval": _interval(schedule.every), "enabled": not schedule.is_paused}
    # As it is now: an admin may have removed it.
    task = PeriodicTask.objects.filter(pk=schedule.periodic_task_id).first()
    if task is None:
        schedule.periodic_task = PeriodicTask.objects.create(
            name=f"sync schedule {schedule.pk}",
            task=TASK,
            args=json.dumps([schedule.pk]),
            # The first ring is a period from now: whoever wants a look at once asks for it.
            last_run_at=timezone.now(),
            **values,
        )
        schedule.save(update_fields=["periodic_task"])
    elif (task.interval, task.enabled) != (values["interval"], values["enabled"]):
        for name, value in values.items():
            setattr(task, name, value)
        task.save(update_fields=[*values, "date_changed"])


def next_look(schedule: SyncSchedule) -> datetime | None:
    """When the clock rings next, to within a few minutes: beat writes down now and then when it has rung. None while it
    is paused.
    """
    if schedule.is_paused or schedule.periodic_task is None:
        return None
    rung_at = schedule.periodic_task.last_run_at or schedule.created_at
    return max(rung_at + schedule.every, timezone.now())


def _interval(every: timedelta) -> IntervalSchedule:
    """Beat does not keep intervals unique: two that are alike are not an error."""
    values = {"every": round(every.total_seconds()), "period": IntervalSchedule.SECONDS}
    return IntervalSchedule.objects.filter(**values).order_by("pk").first() or IntervalSchedule.objects.create(**values)


def may_start(schedule: SyncSchedule) -> bool:
    """Whether the clock may begin a run now: it is not paused, and its account's link works."""
    return not schedule.is_paused and (schedule.account is None or schedule.account.works)


@receiver(post_delete, sender=SyncSchedule, dispatch_uid="media_sync.stop_clock")
def stop_clock(sender: type[SyncSchedule], instance: SyncSchedule, **kwargs: object) -> None:
    PeriodicTask.objects.filter(pk=instance.periodic_task_id).delete()
