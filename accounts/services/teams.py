"""Making teams and saying who belongs to them."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from accounts.models import Membership, Team, User
from accounts.permissions import Role


class LastOwnerError(Exception):
    """A team without an owner could not be run by anybody."""


@transaction.atomic
def create_team(*, name: str, owner: User, personal: bool = False) -> Team:
    """Make a team with its first owner. Its slug is made of the name, with a tail where that is taken."""
    base = slugify(name)[:48] or "team"
    for slug in (base, *(f"{base}-{get_random_string(4, 'abcdefghjkmnpqrstuvwxyz23456789')}" for _ in range(5))):
        try:
            with transaction.atomic():
                team = Team.objects.create(name=name.strip()[:80], slug=slug, personal_of=owner if personal else None)
        except IntegrityError:
            if personal and Team.objects.filter(personal_of=owner).exists():
                raise
            continue
        Membership.objects.create(team=team, user=owner, role=Role.OWNER)
        return team
    raise RuntimeError(f"No free address was found for a team named {name!r}.")


def create_personal_team(user: User) -> Team:
    return create_team(name=f"{user.get_short_name()}, personal", owner=user, personal=True)


@transaction.atomic
def set_role(*, team: Team, user: User, role: Role) -> Membership:
    """Make ``user`` a member with ``role``, or change the role. Raises LastOwnerError if no owner would be left."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    require_owner_after(team, {user.pk: role})
    membership, _ = Membership.objects.update_or_create(team=team, user=user, defaults={"role": role})
    return membership


@transaction.atomic
def remove_member(*, team: Team, user: User) -> None:
    """Take ``user`` out of the team. What they uploaded or linked stays. Raises LastOwnerError."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    require_owner_after(team, {user.pk: None})
    Membership.objects.filter(team=team, user=user).delete()


def require_owner_after(team: Team, changes: Mapping[int, int | None]) -> None:
    """Raise LastOwnerError if ``changes`` would take the team its last owner. They name people by ``pk`` and give the
    role that each is to have, None for leaving."""
    owners = set(team.memberships.filter(role=Role.OWNER).values_list("user", flat=True))
    if owners and not (owners - changes.keys()) and Role.OWNER not in changes.values():
        names = " and ".join(str(user) for user in User.objects.filter(pk__in=owners).order_by("pk"))
        raise LastOwnerError(f"{team} would be left without an owner ({names}). Make somebody else an owner first.")
