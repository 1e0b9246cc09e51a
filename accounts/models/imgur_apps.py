"""Registered Imgur applications. Imgur's credits belong to them."""

from django.db import models

from accounts import sealing
from accounts.models.teams import Team


class ImgurApp(models.Model):
    """An application registered at Imgur. Without a team it serves everybody here; with one, that team alone.

    Several are several teams' own: they are never pooled to dodge a limit.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="imgur_apps")
    name = models.CharField(max_length=80)
    client_id = models.CharField(max_length=64, unique=True)
    sealed_client_secret = models.TextField(blank=True, editable=False)
    is_default = models.BooleanField(default=False, help_text="New accounts are linked through this application.")
    is_commercial = models.BooleanField(default=False, help_text="Has a paid plan: no hourly ceiling on POSTs.")
    sealed_commercial_key = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="imgur_app_one_default"
            ),
            models.CheckConstraint(
                name="imgur_app_default_serves_all", condition=models.Q(is_default=False) | models.Q(team=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def client_secret(self) -> str:
        return sealing.open_sealed(self.sealed_client_secret) if self.sealed_client_secret else ""

    def commercial_key(self) -> str:
        return sealing.open_sealed(self.sealed_commercial_key) if self.sealed_commercial_key else ""
