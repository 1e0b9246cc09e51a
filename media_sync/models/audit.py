"""Who did what."""

from django.db import models

from accounts.models import Team, User
from accounts.permissions import TeamScopedQuerySet


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
