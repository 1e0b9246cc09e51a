"""Imgur accounts that a team has linked."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import sealing
from accounts.models.imgur_apps import ImgurApp
from accounts.models.teams import Team
from accounts.models.users import User
from accounts.permissions import TeamScopedQuerySet


class LinkedAccountQuerySet(TeamScopedQuerySet["LinkedAccount"]):
    def working(self) -> LinkedAccountQuerySet:
        """Accounts that Imgur lets us act as."""
        return self.filter(state=LinkedAccount.State.WORKS)


class LinkedAccount(models.Model):
    """An Imgur account of a team: works <-> broken (Imgur refuses our access), or unlinked (kept as an archive).

    It belongs to the team and outlives the person who linked it. Two teams may link the same Imgur account; each then
    holds a token pair of its own, so that one team's unlinking or re-linking gives the other nothing.
    """

    class State(models.TextChoices):
        WORKS = "works", "Works"
        BROKEN = "broken", "Link broken"
        UNLINKED = "unlinked", "Unlinked, kept as an archive"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="linked_accounts")
    app = models.ForeignKey(ImgurApp, on_delete=models.PROTECT, related_name="linked_accounts")
    username = models.CharField(max_length=64)
    imgur_account_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WORKS)
    broken_at = models.DateTimeField(null=True, blank=True)
    broken_reason = models.CharField(max_length=300, blank=True)

    sealed_access_token = models.TextField(blank=True, editable=False)
    sealed_refresh_token = models.TextField(blank=True, editable=False)
    token_obtained_at = models.DateTimeField(null=True, blank=True)
    token_expires_at = models.DateTimeField(null=True, blank=True)
    # Held by the one process that refreshes; the others wait for what it brings.
    refresh_lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    linked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    linked_at = models.DateTimeField(default=timezone.now)

    objects = LinkedAccountQuerySet.as_manager()

    class Meta:
        ordering = ["username", "pk"]
        constraints = [
            models.UniqueConstraint("team", "app", Lower("username"), name="linked_account_once_per_team"),
            models.CheckConstraint(
                name="linked_account_works_has_tokens",
                condition=~models.Q(state="works")
                | (~models.Q(sealed_access_token="") & ~models.Q(sealed_refresh_token="")),
            ),
            models.CheckConstraint(
                name="linked_account_unlinked_has_no_tokens",
                condition=~models.Q(state="unlinked")
                | (models.Q(sealed_access_token="") & models.Q(sealed_refresh_token="")),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def works(self) -> bool:
        return self.state == self.State.WORKS

    def access_token(self) -> str:
        return sealing.open_sealed(self.sealed_access_token)

    def refresh_token(self) -> str:
        return sealing.open_sealed(self.sealed_refresh_token)
