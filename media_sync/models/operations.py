"""The queue: every write to Imgur is a row here, and Celery only the doorbell."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import LinkedAccount, Team, User
from accounts.permissions import TeamScopedQuerySet


class Lane(models.IntegerChoices):
    """Who goes first when credits are scarce. Each lane leaves a reserve for those above it."""

    INTERACTIVE = 10, "a person waits"
    UPLOAD = 20, "upload"
    SYNC = 30, "sync"
    BACKFILL = 40, "backfill"


class OperationQuerySet(TeamScopedQuerySet["Operation"]):
    def due(self, now: datetime) -> OperationQuerySet:
        """Waiting for nothing but a worker: first lanes first, then the oldest."""
        return self.filter(
            Q(not_before=None) | Q(not_before__lte=now), state__in=[Operation.State.QUEUED, Operation.State.UNKNOWN]
        ).order_by("lane", "pk")

    def abandoned(self, now: datetime) -> OperationQuerySet:
        """Claimed by a worker that has stopped renewing its lease."""
        return self.filter(state=Operation.State.RUNNING, lease_until__lt=now)

    def unfinished(self) -> OperationQuerySet:
        return self.filter(state__in=Operation.OPEN_STATES)


class Operation(models.Model):
    """One write to Imgur: queued -> running -> done | failed, back to queued to wait, or unknown when it was sent and
    no answer came; unknown is looked into (kind's probe) before anything is sent again. Cancelled by a person."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waits"
        RUNNING = "running", "Under way"
        UNKNOWN = "unknown", "Outcome not known yet"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    OPEN_STATES = (State.QUEUED, State.RUNNING, State.UNKNOWN)

    kind = models.CharField(max_length=40)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="operations")
    account = models.ForeignKey(LinkedAccount, on_delete=models.PROTECT, related_name="operations")
    requested_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    batch = models.ForeignKey(
        "media_sync.Batch", on_delete=models.CASCADE, null=True, blank=True, related_name="operations"
    )
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.INTERACTIVE)
    payload = models.JSONField(default=dict)
    # Two requests for the same thing (a double click, a second tab) are one operation.
    dedup_key = models.CharField(max_length=120, null=True, blank=True, unique=True)

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    # Times that it was sent without an answer, and nothing of it was found at Imgur afterwards.
    lost_count = models.PositiveSmallIntegerField(default=0)
    # A person does not want it any more. What is out already cannot be called back, but it is not sent (again).
    is_unwanted = models.BooleanField(default=False)
    # Waiting is written here, never into a Celery countdown. The reason is a sentence for a person.
    not_before = models.DateTimeField(null=True, blank=True)
    waits_for = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    lease_token = models.CharField(max_length=32, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True)
    # The moment before bytes went out. A worker that dies after it leaves an unknown outcome, before it none.
    sending_at = models.DateTimeField(null=True, blank=True)
    # When the doorbell was last rung, so that the sweeper does not ring twice for one that is already in the bell.
    rung_at = models.DateTimeField(null=True, blank=True, editable=False)

    credits_spent = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="operation_running_has_lease",
                condition=~Q(state="running") | (Q(lease_until__isnull=False) & ~Q(lease_token="")),
            ),
            models.CheckConstraint(
                name="operation_end_has_time",
                condition=Q(state__in=["queued", "running", "unknown"]) | Q(finished_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["lane", "id"], condition=Q(state__in=["queued", "unknown"]), name="operation_due"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="operation_lease"),
            models.Index(fields=["team", "not_before"], condition=Q(state="queued"), name="operation_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_final(self) -> bool:
        return self.state not in self.OPEN_STATES
