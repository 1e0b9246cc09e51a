"""Turning the keys: every sealed secret under the newest of SEAL_KEYS."""

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from accounts import sealing
from accounts.models import ImgurApp, LinkedAccount

_SEALED: dict[type[models.Model], tuple[str, ...]] = {
    ImgurApp: ("sealed_client_secret", "sealed_commercial_key"),
    LinkedAccount: ("sealed_access_token", "sealed_refresh_token"),
}
# The secret of a TOTP authenticator, the seed of recovery codes.
_SEALED_IN_DATA = ("secret", "seed")


def reseal_all() -> int:
    """Seal everything anew; the older keys are then not needed any more. Returns how many rows were sealed.

    Row by row, each locked while it is done, so that the hub can go on. Raises SealBrokenError at the first secret
    that no key opens.
    """
    count = 0
    for model, fields in _SEALED.items():
        for pk in model._default_manager.values_list("pk", flat=True):
            with transaction.atomic():
                row = model._default_manager.select_for_update().get(pk=pk)
                changed = {name: sealing.reseal(getattr(row, name)) for name in fields if getattr(row, name)}
                if changed:
                    model._default_manager.filter(pk=pk).update(**changed)
                    count += 1
    return count + _reseal_second_factors()


def _reseal_second_factors() -> int:
    """allauth keeps its secrets as members of a JSON object; passkeys have none."""
    count = 0
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=pk)
            changed = {name: sealing.reseal(row.data[name]) for name in _SEALED_IN_DATA if row.data.get(name)}
            if changed:
                Authenticator.objects.filter(pk=pk).update(data=row.data | changed)
                count += 1
    return count
