"""What accounts tells us: a link that works again lets its operations go on."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from accounts.models import LinkedAccount
from media_sync.services import operations


@receiver(post_save, sender=LinkedAccount, dispatch_uid="media_sync.link_mended")
def go_on_with_mended_link(sender: type[LinkedAccount], instance: LinkedAccount, **kwargs: Any) -> None:
    if instance.works:
        operations.link_mended(instance)
