"""What a look at an account's talk leaves for the next one."""

from __future__ import annotations

from django.db import models

from accounts.models import LinkedAccount
from accounts.permissions import TeamScopedQuerySet


class TalkMarkQuerySet(TeamScopedQuerySet["TalkMark"]):
    team_path = "account__team"


class TalkMark(models.Model):
    """How far one step of the looks at an account's talk has come; for most steps there is none."""

    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="talk_marks")
    step = models.CharField(max_length=40)
    # New members were found, and what lies behind them is not read to the end yet: the next look reads all.
    is_open = models.BooleanField(default=False)
    # A walk to its end missed most of what is known: the next one is believed if it does so, too.
    is_doubted = models.BooleanField(default=False)
    # The last walk to the list's end, and how many pages it had.
    walked_at = models.DateTimeField(null=True, blank=True)
    page_count = models.PositiveIntegerField(default=0)
    # Why Imgur does not tell it any more; empty while it does.
    refusal = models.CharField(max_length=500, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = TalkMarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "step"], name="talk_mark_once_per_step")]

    def __str__(self) -> str:
        return f"{self.step} of {self.account}"
