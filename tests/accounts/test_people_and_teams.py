"""People, their teams and roles, and who sees what."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from accounts.models import LinkedAccount, Membership, Team, User
from accounts.permissions import Role
from accounts.services import teams
from accounts.services.teams import LastOwnerError

pytestmark = pytest.mark.django_db


def test_everybody_gets_a_personal_team(owner):
    team = owner.personal_team

    assert team.name == "Olga, personal"
    assert team.role_of(owner) == Role.OWNER


def test_an_e_mail_address_is_one_person_whatever_its_case(owner):
    assert owner.email == "olga@lanternfall.example"

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("OLGA@lanternfall.example")


def test_teams_of_one_name_have_their_own_addresses(owner):
    first, second = (teams.create_team(name="Old Mill", owner=owner) for _ in range(2))

    assert first.slug == "old-mill"
    assert second.slug.startswith("old-mill-")


def test_a_name_without_letters_still_has_an_address(owner):
    assert teams.create_team(name="***", owner=owner).slug == "team"


def test_the_last_owner_cannot_step_down_or_leave(owner, team):
    with pytest.raises(LastOwnerError):
        teams.set_role(team=team, user=owner, role=Role.VIEWER)
    with pytest.raises(LastOwnerError):
        teams.remove_member(team=team, user=owner)

    second = User.objects.create_user("p@lanternfall.example")
    teams.set_role(team=team, user=second, role=Role.OWNER)
    teams.remove_member(team=team, user=owner)
    assert team.role_of(owner) is None


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.VIEWER, {"visible_to"}),
        (Role.CONTRIBUTOR, {"visible_to", "contributable_by"}),
        (Role.EDITOR, {"visible_to", "contributable_by", "editable_by"}),
        (Role.OWNER, {"visible_to", "contributable_by", "editable_by", "owned_by"}),
        (None, set()),
    ],
)
def test_a_role_opens_what_it_names_and_nothing_more(team, account, role, may):
    person = User.objects.create_user("somebody@lanternfall.example")
    if role:
        teams.set_role(team=team, user=person, role=role)

    for verb in ("visible_to", "contributable_by", "editable_by", "owned_by"):
        sees_team = getattr(Team.objects.filter(pk=team.pk), verb)(person).exists()
        sees_account = getattr(LinkedAccount.objects, verb)(person).exists()
        assert (sees_team, sees_account) == (verb in may, verb in may), verb


def test_nobody_signed_out_or_shut_out_sees_anything(team, owner):
    assert not Team.objects.visible_to(AnonymousUser()).exists()

    owner.is_active = False
    assert not Team.objects.visible_to(owner).exists()


def test_a_membership_in_one_team_opens_no_other(team, account):
    stranger = User.objects.create_user("stranger@elsewhere.example")
    teams.create_team(name="Elsewhere", owner=stranger)

    assert not LinkedAccount.objects.visible_to(stranger).exists()


def test_the_database_refuses_a_second_membership(team, owner):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(team=team, user=owner, role=Role.VIEWER)
