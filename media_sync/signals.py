"""What accounts tells us: a link works again, a team's weight or somebody's cap is another."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import LinkedAccount, Membership, Team
from media_sync.budget import shares
from media_sync.services.credits import caps
from media_sync.services.sending import operations


@receiver(post_save, sender=LinkedAccount, dispatch_uid="media_sync.link_mended")
def go_on_with_mended_link(sender: type[LinkedAccount], instance: LinkedAccount, **kwargs: Any) -> None:
    if instance.works:
        operations.link_mended(instance)


@receiver(post_save, sender=Team, dispatch_uid="media_sync.team_cap")
def look_again_at_team(
    sender: type[Team], instance: Team, created: bool, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    shares.forget()
    if not created and (update_fields is None or "daily_credits" in update_fields):
        caps.team_changed(instance)


@receiver(post_save, sender=Membership, dispatch_uid="media_sync.member_cap")
def look_again_at_member(
    sender: type[Membership],
    instance: Membership,
    created: bool,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    if not created and (update_fields is None or "daily_credits" in update_fields):
        caps.member_changed(instance)
