"""Tokens: sealed at rest, renewed ahead of expiry by one process at a time, never lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import LinkedAccount
from accounts.services import linking, tokens
from accounts.services.linking import Grant, TokenPair
from accounts.services.tokens import LinkBrokenError
from imgur import ImgurUnavailableError, Token, TokenRejectedError

pytestmark = pytest.mark.django_db


class FakeOAuth:
    """Imgur's token endpoint; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.raises: Exception | None = None
        self.refresh_token = "R" * 40
        # What happens elsewhere while the call is under way.
        self.meanwhile: Callable[[], object] = lambda: None

    def refresh(self, refresh_token: str) -> Token:
        self.asked.append(refresh_token)
        self.meanwhile()
        if self.raises:
            raise self.raises
        return Token(
            access_token="A" * 40, refresh_token=self.refresh_token, expires_at=timezone.now() + timedelta(days=28)
        )


@pytest.fixture
def oauth(monkeypatch) -> FakeOAuth:
    fake = FakeOAuth()
    monkeypatch.setattr(tokens, "oauth_client", lambda account: fake)
    return fake


def _expires_in(account: LinkedAccount, **delta: float) -> None:
    account.token_obtained_at = timezone.now() - timedelta(days=27)
    account.token_expires_at = timezone.now() + timedelta(**delta)
    account.save()


def test_tokens_lie_sealed_in_the_database(account):
    row = LinkedAccount.objects.filter(pk=account.pk).values().get()

    assert "a" * 40 not in str(row)
    assert "r" * 40 not in str(row)
    assert account.access_token() == "a" * 40


def test_a_pair_of_tokens_is_never_printed():
    assert "secret" not in repr(TokenPair("secret-access", "secret-refresh", None))


def test_keys_rotate(account, settings, capsys):
    old = settings.SEAL_KEYS[0]
    settings.SEAL_KEYS = [Fernet.generate_key().decode(), old]

    call_command("reseal")
    settings.SEAL_KEYS = settings.SEAL_KEYS[:1]

    account.refresh_from_db()
    assert (account.access_token(), account.refresh_token()) == ("a" * 40, "r" * 40)
    assert account.app.client_secret() == "c" * 40
    assert "2 rows" in capsys.readouterr().out


def test_a_missing_key_is_said(account, settings):
    settings.SEAL_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(CommandError, match="Add the key that was in use"):
        call_command("reseal")


def test_a_token_far_from_its_end_is_used_as_it_is(account, oauth):
    _expires_in(account, days=20)

    assert tokens.fresh_access_token(account) == "a" * 40
    assert oauth.asked == []


def test_a_token_near_its_end_is_renewed_and_the_new_pair_kept(account, oauth):
    _expires_in(account, hours=3)

    assert tokens.fresh_access_token(account) == "A" * 40

    kept = LinkedAccount.objects.get(pk=account.pk)
    assert (kept.access_token(), kept.refresh_token()) == ("A" * 40, "R" * 40)
    assert kept.refresh_lease_until is None


def test_the_refresh_token_stays_when_imgur_sends_no_new_one(account, oauth):
    oauth.refresh_token = ""
    _expires_in(account, hours=3)

    tokens.fresh_access_token(account)

    assert LinkedAccount.objects.get(pk=account.pk).refresh_token() == "r" * 40


def test_a_token_that_another_process_has_renewed_is_taken_without_asking(account, oauth):
    mine = LinkedAccount.objects.get(pk=account.pk)
    rejected = mine.sealed_access_token
    linking.put_tokens(account, TokenPair("N" * 40, "M" * 40, None))
    account.save()

    assert tokens.renew(mine, rejected=rejected) == "N" * 40
    assert oauth.asked == []


def test_only_one_renews_at_a_time(account, oauth, monkeypatch):
    monkeypatch.setattr(tokens, "_PATIENCE_SECONDS", 0.5)
    LinkedAccount.objects.update(refresh_lease_until=timezone.now() + timedelta(minutes=1))

    with pytest.raises(ImgurUnavailableError, match="another process"):
        tokens.renew(account, rejected=account.sealed_access_token)
    assert oauth.asked == []


def test_the_lease_of_a_dead_process_runs_out(account, oauth):
    LinkedAccount.objects.update(refresh_lease_until=timezone.now() - timedelta(seconds=1))

    assert tokens.renew(account, rejected=account.sealed_access_token) == "A" * 40


def test_a_refused_renewal_breaks_the_link_and_says_why(account, oauth):
    oauth.raises = TokenRejectedError("Invalid refresh token")

    with pytest.raises(LinkBrokenError, match="links it again"):
        tokens.renew(account, rejected=account.sealed_access_token)

    account.refresh_from_db()
    assert account.state == LinkedAccount.State.BROKEN
    assert "password was changed" in account.broken_reason
    assert account.broken_at is not None


def _linked_again(account: LinkedAccount) -> None:
    grant = Grant(username="lanternfall", imgur_account_id=63000001, tokens=TokenPair("n" * 40, "m" * 40, None))
    linking.keep_link(team=account.team, app=account.app, grant=grant, by=None)


def test_unlinking_while_it_is_renewed_stands(account, oauth, owner):
    oauth.meanwhile = lambda: linking.unlink(LinkedAccount.objects.get(pk=account.pk), by=owner)

    with pytest.raises(LinkBrokenError):
        tokens.renew(account, rejected=account.sealed_access_token)

    row = LinkedAccount.objects.get(pk=account.pk)
    assert (row.state, row.sealed_access_token, row.sealed_refresh_token) == ("unlinked", "", "")


@pytest.mark.parametrize("refused", [None, TokenRejectedError("Invalid refresh token")])
def test_linking_again_while_it_is_renewed_stands(account, oauth, refused):
    oauth.meanwhile, oauth.raises = lambda: _linked_again(account), refused

    assert tokens.renew(account, rejected=account.sealed_access_token) == "n" * 40

    row = LinkedAccount.objects.get(pk=account.pk)
    assert (row.state, row.refresh_token()) == ("works", "m" * 40)


def test_what_one_read_before_it_was_linked_again_breaks_nothing(account):
    stale = LinkedAccount.objects.get(pk=account.pk)
    _linked_again(account)

    linking.mark_broken(stale, "no")

    assert stale.works
    assert LinkedAccount.objects.get(pk=account.pk).works


def test_turning_the_keys_while_it_is_renewed_loses_no_token(account, oauth):
    rejected = account.sealed_access_token
    oauth.meanwhile = lambda: call_command("reseal")

    assert tokens.renew(account, rejected=rejected) == "A" * 40

    assert LinkedAccount.objects.get(pk=account.pk).refresh_token() == "R" * 40


def test_the_same_token_under_another_key_is_still_the_refused_one(account, oauth):
    rejected = account.sealed_access_token
    call_command("reseal")

    assert tokens.renew(account, rejected=rejected) == "A" * 40


def test_it_leaves_another_process_its_lease(account, oauth):
    theirs = timezone.now() + timedelta(minutes=5)
    oauth.meanwhile = lambda: LinkedAccount.objects.filter(pk=account.pk).update(refresh_lease_until=theirs)

    tokens.renew(account, rejected=account.sealed_access_token)

    assert LinkedAccount.objects.get(pk=account.pk).refresh_lease_until == theirs


def test_the_lease_outlasts_the_longest_exchange():
    longest = 2 * tokens._TIMEOUTS.connect + tokens._TIMEOUTS.read + tokens._TIMEOUTS.answer

    assert tokens._LEASE.total_seconds() > 2 * longest


def test_an_imgur_that_is_down_breaks_nothing(account, oauth):
    oauth.raises = ImgurUnavailableError("down")

    with pytest.raises(ImgurUnavailableError):
        tokens.renew(account, rejected=account.sealed_access_token)

    account.refresh_from_db()
    assert account.works
    assert account.refresh_lease_until is None


def test_linking_again_mends_the_same_row(account, team, app, owner):
    linking.mark_broken(account, "no")
    grant = Grant(username="lanternfall_renamed", imgur_account_id=63000001, tokens=TokenPair("n" * 40, "m" * 40, None))

    again, is_new = linking.keep_link(team=team, app=app, grant=grant, by=owner)

    assert (again.pk, is_new, again.state) == (account.pk, False, "works")
    assert again.username == "lanternfall_renamed"


def _grant(number: int | None, name: str = "lanternfall") -> Grant:
    return Grant(username=name, imgur_account_id=number, tokens=TokenPair("n" * 40, "m" * 40, None))


def test_another_account_that_has_taken_a_name_over_does_not_take_the_old_row(account, team, app, owner):
    for number in (777, 778):
        taken, is_new = linking.keep_link(team=team, app=app, grant=_grant(number, "LanternFall"), by=owner)
        assert is_new
        assert taken.username == "LanternFall"

    names = dict(LinkedAccount.objects.values_list("imgur_account_id", "username"))
    assert names == {63000001: "lanternfall (earlier)", 777: "LanternFall (earlier 2)", 778: "LanternFall"}
    account.refresh_from_db()
    assert (account.access_token(), account.state) == ("a" * 40, "works")


def test_a_renamed_account_may_bear_a_name_that_another_had(account, team, app, owner):
    second, _ = linking.keep_link(team=team, app=app, grant=_grant(777, "second"), by=owner)

    again, is_new = linking.keep_link(team=team, app=app, grant=_grant(777), by=owner)

    assert (again.pk, is_new, again.username) == (second.pk, False, "lanternfall")
    account.refresh_from_db()
    assert account.username == "lanternfall (earlier)"


def test_a_long_name_is_set_aside_within_its_column(team, app, owner):
    for number in (1, 2):
        linking.keep_link(team=team, app=app, grant=_grant(number, "l" * 64), by=owner)

    assert LinkedAccount.objects.get(imgur_account_id=1).username == "l" * 54 + " (earlier)"


@pytest.mark.parametrize(("before", "granted"), [(None, 63000001), (63000001, None), (None, None)])
def test_the_name_decides_where_a_number_is_not_known(account, team, app, owner, before, granted):
    LinkedAccount.objects.update(imgur_account_id=before)

    again, is_new = linking.keep_link(team=team, app=app, grant=_grant(granted), by=owner)

    assert (again.pk, is_new, again.imgur_account_id) == (account.pk, False, before or granted)


def test_two_teams_may_link_one_account_each_with_its_own_tokens(account, app, owner):
    grant = Grant(username="lanternfall", imgur_account_id=63000001, tokens=TokenPair("n" * 40, "m" * 40, None))

    other, is_new = linking.keep_link(team=owner.personal_team, app=app, grant=grant, by=owner)

    assert is_new
    account.refresh_from_db()
    assert (account.access_token(), other.access_token()) == ("a" * 40, "n" * 40)


def test_unlinking_forgets_every_token_and_keeps_the_account(account, owner):
    linking.unlink(account, by=owner)

    row = LinkedAccount.objects.get(pk=account.pk)
    assert row.state == LinkedAccount.State.UNLINKED
    assert not any([row.sealed_access_token, row.sealed_refresh_token])
    with pytest.raises(LinkBrokenError):
        tokens.fresh_access_token(row)


def test_it_is_logged_who_unlinked_what(account, owner, caplog):
    with caplog.at_level("INFO", logger="accounts"):
        linking.unlink(account, by=owner)

    (line,) = caplog.messages
    assert line == f"Person {owner.pk} unlinked account {account.pk} (lanternfall) of team {account.team_id}."


def test_an_unlinked_account_does_not_break(account, owner):
    linking.unlink(account, by=owner)

    linking.mark_broken(account, "no")

    assert account.state == LinkedAccount.State.UNLINKED


def test_the_database_refuses_a_working_link_without_tokens(account):
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkedAccount.objects.filter(pk=account.pk).update(sealed_access_token="")
