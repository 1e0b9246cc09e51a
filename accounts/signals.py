"""A person gets a team of their own with their account, however that was made (page, command, admin)."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import User
from accounts.services import teams


@receiver(post_save, sender=User, dispatch_uid="accounts.personal_team")
def make_personal_team(sender: type[User], instance: User, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        teams.create_personal_team(instance)
