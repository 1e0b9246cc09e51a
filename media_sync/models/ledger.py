"""What was spent, and who did what."""

from django.db import models

from accounts.models import ImgurApp, LinkedAccount, Team, User
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.operations import Lane, Operation


class ApiCallQuerySet(TeamScopedQuerySet["ApiCall"]):
    pass


class ApiCall(models.Model):
    """One call to Imgur: for whom, why, what it cost and how it went. Never its token, never its content."""

    made_at = models.DateTimeField(auto_now_add=True)
    app = models.ForeignKey(ImgurApp, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="api_calls")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    operation = models.ForeignKey(Operation, on_delete=models.SET_NULL, null=True, related_name="api_calls")
    lane = models.PositiveSmallIntegerField(choices=Lane)
    method = models.CharField(max_length=6)
    route = models.CharField(max_length=120)
    credits_asked = models.PositiveIntegerField()
    credits_charged = models.PositiveIntegerField()
    status = models.PositiveIntegerField(null=True)
    duration_ms = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=80, blank=True)

    objects = ApiCallQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["app", "-made_at"], name="api_call_by_app"),
            models.Index(fields=["team", "-made_at"], name="api_call_by_team"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.status or self.error}"


class BudgetSnapshot(models.Model):
    """What a window held when it was last written down: the floor to start from when Redis has forgotten."""

    app = models.ForeignKey(ImgurApp, on_delete=models.CASCADE, related_name="budget_snapshots")
    egress = models.CharField(max_length=60)
    window = models.CharField(max_length=20)
    limit = models.PositiveIntegerField()
    used = models.PositiveIntegerField()
    resets_at = models.DateTimeField(null=True)
    closed_until = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "egress", "window"], name="budget_snapshot_once")]

    def __str__(self) -> str:
        return f"{self.window}: {self.used} of {self.limit}"


class AuditEntryQuerySet(TeamScopedQuerySet["AuditEntry"]):
    pass


class AuditEntry(models.Model):
    """Who did what to what, in words that outlive the thing itself."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="audit_entries")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    details = models.JSONField(default=dict)
    happened_at = models.DateTimeField(auto_now_add=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "-happened_at"], name="audit_by_team")]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.action}: {self.subject}"
