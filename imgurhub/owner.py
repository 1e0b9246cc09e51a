"""The first owner: the person who runs this place, with a team to begin with."""

import secrets
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services import teams
from imgurhub.env import kept_secret

DEMO_EMAIL = "owner@imgurhub.example"


class NotAnAdminError(Exception):
    """OWNER_EMAIL belongs to somebody who signed up with it and has not shown that it is theirs."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"{email} belongs to an account whose address is not verified, so it is not made an admin. "
            "Verify the address, or choose another OWNER_EMAIL."
        )


@dataclass(frozen=True)
class Owner:
    """``password`` is None when it is not the one that was made here."""

    user: User
    password: str | None


@transaction.atomic
def keep_owner() -> Owner:
    """Make the owner with a verified address, a password and a team, or find the one there is and change nothing.

    Without OWNER_EMAIL the owner is the first admin. Raises NotAnAdminError.
    """
    user = _existing()
    if user is None:
        return _make(settings.OWNER_EMAIL or DEMO_EMAIL)
    if not user.is_superuser:
        _promote(user)
    password = _made_password()
    return Owner(user, password if user.check_password(password) else None)


def _existing() -> User | None:
    if settings.OWNER_EMAIL:
        return User.objects.filter(email__iexact=settings.OWNER_EMAIL).first()
    return User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()


def _make(email: str) -> Owner:
    password = _made_password()
    user = User.objects.create_superuser(email, password, name="Owner")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    teams.create_team(name=settings.OWNER_TEAM, owner=user)
    return Owner(user, password)


def _promote(user: User) -> None:
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        raise NotAnAdminError(user.email)
    user.is_superuser = user.is_staff = True
    user.save(update_fields=["is_superuser", "is_staff"])


def _made_password() -> str:
    return kept_secret(settings.RUN_DIR, "OWNER_PASSWORD", lambda: secrets.token_urlsafe(12))
