"""The admin's pages about people and teams."""

import pytest
from django.urls import reverse

from accounts.models import Membership, User
from accounts.permissions import Role
from accounts.services import teams

pytestmark = pytest.mark.django_db

NO_ROWS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


@pytest.fixture
def client(cast, as_person):
    cast.stranger.is_staff = cast.stranger.is_superuser = True
    cast.stranger.save()
    return as_person(cast.stranger)


def rows(of, *, deleted=(), **roles):
    """The inline of ``of`` (a person or a team) as a browser sends it, with changes by the row's number."""
    found = list(of.memberships.order_by("pk"))
    sent = {"memberships-TOTAL_FORMS": str(len(found)), "memberships-INITIAL_FORMS": str(len(found))}
    for number, row in enumerate(found):
        sent |= {
            f"memberships-{number}-id": row.pk,
            f"memberships-{number}-team": row.team_id,
            f"memberships-{number}-user": row.user_id,
            f"memberships-{number}-role": roles.get(f"row{row.pk}", row.role),
        }
        if row in deleted:
            sent[f"memberships-{number}-DELETE"] = "on"
    return sent


def save_team(client, team, inline):
    address = reverse("admin:accounts_team_change", args=[team.pk])
    fields = {"name": team.name, "slug": team.slug, "personal_of": "", "credit_weight": team.credit_weight}
    return client.post(address, fields | inline)


def test_a_person_is_made_with_a_password_they_can_sign_in_with(client):
    address = reverse("admin:accounts_user_add")
    assert 'name="password1"' in client.get(address).content.decode()

    client.post(
        address,
        {"email": "Nina@X.example", "name": "Nina", "usable_password": "true", "password1": "three plain words",
         "password2": "three plain words", **NO_ROWS},
    )  # fmt: skip

    person = User.objects.get(email="nina@x.example")
    assert person.check_password("three plain words")
    assert person.personal_team.name == "Nina, personal"


def test_a_person_is_not_made_twice_nor_with_a_weak_password(client, cast):
    address = reverse("admin:accounts_user_add")
    sent = {"name": "N", "usable_password": "true", **NO_ROWS}

    twice = client.post(address, sent | {"email": cast.viewer.email.upper(), "password1": "x", "password2": "x"})

    text = twice.content.decode()
    assert "Somebody has this address already." in text
    assert "at least 10 characters" in text


def test_a_password_is_set_and_never_shown(client, cast):
    page = client.get(reverse("admin:accounts_user_change", args=[cast.viewer.pk])).content.decode()
    assert cast.viewer.password not in page
    assert 'name="password1"' not in page

    client.post(
        reverse("admin:auth_user_password_change", args=[cast.viewer.pk]),
        {"usable_password": "true", "password1": "other plain words", "password2": "other plain words"},
    )

    cast.viewer.refresh_from_db()
    assert cast.viewer.check_password("other plain words")


def test_the_last_owner_stays_on_the_teams_page(client, cast):
    owning = Membership.objects.get(team=cast.team, user=cast.owner)
    for inline in (
        rows(cast.team, deleted=[owning]),
        rows(cast.team, **{f"row{owning.pk}": Role.VIEWER}),
    ):
        assert "would be left without an owner" in save_team(client, cast.team, inline).content.decode()
    assert cast.team.role_of(cast.owner) == Role.OWNER


def test_the_last_owner_stays_on_their_own_page(client, cast):
    owning = Membership.objects.get(team=cast.team, user=cast.owner)
    sent = {"email": cast.owner.email, "name": cast.owner.name, "is_active": "on"}

    response = client.post(
        reverse("admin:accounts_user_change", args=[cast.owner.pk]), sent | rows(cast.owner, deleted=[owning])
    )

    assert "would be left without an owner" in response.content.decode()
    assert cast.team.role_of(cast.owner) == Role.OWNER


def test_an_owner_may_go_when_another_is_made_at_once(client, cast):
    owning = Membership.objects.get(team=cast.team, user=cast.owner)
    heir = Membership.objects.get(team=cast.team, user=cast.editor)

    response = save_team(client, cast.team, rows(cast.team, deleted=[owning], **{f"row{heir.pk}": Role.OWNER}))

    assert response.status_code == 302
    assert cast.team.role_of(cast.owner) is None
    assert cast.team.role_of(cast.editor) == Role.OWNER


def test_one_of_two_owners_may_go(client, cast):
    teams.set_role(team=cast.team, user=cast.editor, role=Role.OWNER)
    owning = Membership.objects.get(team=cast.team, user=cast.owner)

    assert save_team(client, cast.team, rows(cast.team, deleted=[owning])).status_code == 302
    assert cast.team.role_of(cast.owner) is None
