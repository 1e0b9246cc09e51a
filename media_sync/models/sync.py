"""Looking at Imgur on a schedule: what is looked at, how often, and how each look went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from accounts.models import LinkedAccount, Team, User
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.sources import WatchedSource


class Part(models.TextChoices):
    """What of Imgur a schedule looks at. An account has one schedule for each of its parts that is mirrored."""

    PICTURES = "pictures", "Albums and images"
    TALK = "talk", "Comments, messages, favorites and profile"
    SOURCE = "source", "Watched source"


class SyncScheduleQuerySet(TeamScopedQuerySet["SyncSchedule"]):
    pass


class SyncSchedule(models.Model):
    """One part of a linked account, or one watched source, that is looked at again and again until it is paused.

    Beat (``periodic_task``) is the clock that rings; whether a run begins is decided by what stands here.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="sync_schedules")
    account = models.ForeignKey(
        LinkedAccount, on_delete=models.CASCADE, null=True, blank=True, related_name="sync_schedules"
    )
    source = models.OneToOneField(
        WatchedSource, on_delete=models.CASCADE, null=True, blank=True, related_name="schedule"
    )
    part = models.CharField(max_length=10, choices=Part, default=Part.PICTURES)
    is_paused = models.BooleanField(default=False)
    # Null: learned from how often something is new.
    chosen_seconds = models.PositiveIntegerField(null=True, blank=True)
    learned_seconds = models.PositiveIntegerField(default=6 * 3600)
    # What its runs may spend in a day (UTC); then they wait for the next.
    credits_per_day = models.PositiveIntegerField(default=1000)
    spent_on = models.DateField(null=True, blank=True, editable=False)
    spent_credits = models.PositiveIntegerField(default=0, editable=False)
    # Albums that may be audited now; grows by a fourteenth of the account's albums a day.
    audit_allowance = models.FloatField(default=0, editable=False)
    audit_grown_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Albums audited in a day (UTC); never more than a fourteenth, however long it was that none were.
    audited_on = models.DateField(null=True, blank=True, editable=False)
    audited_albums = models.PositiveIntegerField(default=0, editable=False)
    periodic_task = models.OneToOneField(
        PeriodicTask, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SyncScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["account__username", "part"]
        constraints = [
            models.UniqueConstraint(fields=["account", "part"], name="sync_schedule_once_per_part"),
            models.CheckConstraint(
                name="sync_schedule_of_account_or_source",
                condition=Q(part="source", source__isnull=False, account__isnull=True)
                | Q(part__in=["pictures", "talk"], source__isnull=True, account__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.source) if self.source_id else f"{self.account}: {self.get_part_display()}"

    @property
    def every(self) -> timedelta:
        return timedelta(seconds=self.chosen_seconds or self.learned_seconds)

    def audited_today(self, now: datetime | None = None) -> int:
        """Albums that its runs have audited since midnight (UTC)."""
        return self.audited_albums if self.audited_on == (now or timezone.now()).date() else 0

    def spent_today(self, now: datetime | None = None) -> int:
        """Credits that its runs have spent since midnight (UTC)."""
        return self.spent_credits if self.spent_on == (now or timezone.now()).date() else 0


class SyncRunQuerySet(TeamScopedQuerySet["SyncRun"]):
    team_path = "schedule__team"

    def unfinished(self) -> SyncRunQuerySet:
        return self.filter(state__in=SyncRun.OPEN_STATES)

    def due(self, now: datetime) -> SyncRunQuerySet:
        """Waiting for nothing but a worker."""
        return self.filter(Q(not_before=None) | Q(not_before__lte=now), state=SyncRun.State.QUEUED)

    def abandoned(self, now: datetime) -> SyncRunQuerySet:
        """Claimed by a worker that has stopped renewing its lease."""
        return self.filter(state=SyncRun.State.RUNNING, lease_until__lt=now)

    def cancel(self) -> int:
        """Stop those that have not ended; what they have kept stays. Returns how many."""
        return self.unfinished().update(
            state=SyncRun.State.CANCELLED,
            finished_at=timezone.now(),
            lease_token="",
            lease_until=None,
            not_before=None,
            waits_for="",
            reason="",
        )


class SyncRun(models.Model):
    """One look: queued -> running -> done | failed | cancelled; back to queued to wait, and to go on where it stopped.

    ``step`` and ``cursor`` say where that is. A schedule has at most one run that is not finished.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waits"
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    OPEN_STATES = (State.QUEUED, State.RUNNING)

    schedule = models.ForeignKey(SyncSchedule, on_delete=models.CASCADE, related_name="runs")
    requested_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    # The account's first complete look: all is new, and nothing of it is a change.
    is_first = models.BooleanField(default=False)
    step = models.CharField(max_length=40, blank=True)
    cursor = models.JSONField(default=dict)

    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    waits_for = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    lease_token = models.CharField(max_length=32, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    rung_at = models.DateTimeField(null=True, blank=True, editable=False)

    # `calls` counts all but the audit's.
    calls = models.PositiveIntegerField(default=0)
    audit_calls = models.PositiveIntegerField(default=0)
    credits = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    # The same three by what they are: {"albums": {"added": 1, ...}, ...}.
    tallies = models.JSONField(default=dict)
    # What Imgur counts, as it told when the run began: {"albums": 200, "images": 4000}.
    counted = models.JSONField(default=dict)
    # What Imgur counts more (or less) than is known here, when it ended: {"albums": 0, "images": 2}. With
    # "unasked" where Imgur could not show an image that may be gone: the next look asks again.
    gap = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SyncRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule"], condition=Q(state__in=["queued", "running"]), name="sync_run_one_at_a_time"
            ),
            models.CheckConstraint(
                name="sync_run_running_has_lease",
                condition=~Q(state="running") | (Q(lease_until__isnull=False) & ~Q(lease_token="")),
            ),
            models.CheckConstraint(
                name="sync_run_end_has_time",
                condition=Q(state__in=["queued", "running"]) | Q(finished_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["schedule", "-id"], name="sync_run_newest"),
            models.Index(fields=["not_before"], condition=Q(state="queued"), name="sync_run_due"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="sync_run_lease"),
        ]

    def __str__(self) -> str:
        return f"Run {self.pk} of {self.schedule}"

    @property
    def is_final(self) -> bool:
        return self.state not in self.OPEN_STATES

    @property
    def has_news(self) -> bool:
        return bool(self.added or self.changed or self.gone)

    def count_call(self, charged: int, *, is_audit: bool) -> None:
        """Write down one call to Imgur that took ``charged`` credits, for the run and for its schedule's day."""
        of_kind = "audit_calls" if is_audit else "calls"
        counted: dict[str, Any] = {of_kind: F(of_kind) + 1, "credits": F("credits") + charged}
        SyncRun.objects.filter(pk=self.pk).update(**counted)
        today = timezone.now().date()
        SyncSchedule.objects.filter(pk=self.schedule_id).update(
            spent_credits=Case(When(spent_on=today, then=F("spent_credits") + charged), default=charged),
            spent_on=today,
        )
