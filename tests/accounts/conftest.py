import pytest

from accounts.models import ImgurApp, LinkedAccount, Team, User
from accounts.services import apps, teams
from accounts.services.linking import Grant, TokenPair, keep_link


@pytest.fixture
def owner(db) -> User:
    return User.objects.create_user("Olga@Lanternfall.example", "lantern demo 1", name="Olga Holm")


@pytest.fixture
def team(owner: User) -> Team:
    return teams.create_team(name="Lanternfall", owner=owner)


@pytest.fixture
def app(db) -> ImgurApp:
    return apps.keep_default_app(client_id="0123456789abcde", client_secret="c" * 40)


@pytest.fixture
def account(team: Team, app: ImgurApp, owner: User) -> LinkedAccount:
    grant = Grant(username="lanternfall", imgur_account_id=63000001, tokens=TokenPair("a" * 40, "r" * 40, None))
    return keep_link(team=team, app=app, grant=grant, by=owner)[0]
