"""Making, renewing and ending tokens."""

from dataclasses import dataclass

from sandbox import clock, switches
from sandbox.database import write
from sandbox.identifiers import new_pin, new_secret
from sandbox.models import AccessToken, Account, Client, Grant, RefreshToken


class WrongGrantError(Exception):
    """The code, PIN or refresh token is unknown, spent, expired, or another application's."""


@dataclass(frozen=True)
class Tokens:
    """A pair, and for whom."""

    access_token: str
    refresh_token: str
    expires_in: int
    account: Account


def grant(kind: Grant.Kind, client: Client, account: Account) -> str:
    """A new code or PIN, good for one exchange within `code_seconds`."""
    row = Grant.objects.create(
        kind=kind,
        value=new_secret() if kind is Grant.Kind.CODE else new_pin(),
        client=client,
        account=account,
        expires_at=clock.now() + switches.current().code_seconds,
    )
    return row.value


def redeem(kind: Grant.Kind, value: str, client: Client) -> Tokens:
    """Exchange a code or PIN for tokens, once. Raises WrongGrantError."""
    with write():
        live = Grant.objects.filter(kind=kind, value=value, client=client, is_used=False, expires_at__gt=clock.now())
        row = live.select_related("account").first()
        if row is None:
            raise WrongGrantError
        live.update(is_used=True)
        return log_in(client, row.account)


def log_in(client: Client, account: Account) -> Tokens:
    """New tokens after a person allowed it. With the switch `second_login_kills`, the older ones end (quirk Q32)."""
    with write():
        if switches.current().second_login_kills:
            revoke(client, account)
        return _issue(client, account, _new_refresh_token(client, account))


def renew(value: str, client: Client) -> Tokens:
    """Exchange a refresh token for new tokens. Raises WrongGrantError.

    With the switch `rotate_refresh` the answer has a new refresh token, and the old one dies after the grace, counted
    from its first use.
    """
    values = switches.current()
    with write():
        old = RefreshToken.objects.select_related("account").filter(value=value, client=client).first()
        if old is None or old.is_revoked or (old.dies_at is not None and old.dies_at <= clock.now()):
            raise WrongGrantError
        if not values.rotate_refresh:
            return _issue(client, old.account, old)
        if old.dies_at is None:
            old.dies_at = clock.now() + values.refresh_grace_seconds
            old.save(update_fields=["dies_at"])
        return _issue(client, old.account, _new_refresh_token(client, old.account))


def revoke(client: Client | None, account: Account, *, access: bool = True, refresh: bool = True) -> None:
    """End the account's tokens, those of one application or (None) of all: access tokens, refresh tokens, or both."""
    owned = {"account": account} if client is None else {"account": account, "client": client}
    with write():
        if access:
            AccessToken.objects.filter(**owned).update(is_revoked=True)
        if refresh:
            RefreshToken.objects.filter(**owned).update(is_revoked=True)


def standing_tokens(client: Client, account: Account) -> Tokens:
    """Tokens that work now: the oldest of the account's that do, else new ones."""
    now = clock.now()
    owned = {"client": client, "account": account, "is_revoked": False}
    access = AccessToken.objects.filter(**owned, expires_at__gt=now).order_by("pk").first()
    refresh = RefreshToken.objects.filter(**owned, dies_at=None).order_by("pk").first()
    if access is None or refresh is None:
        return log_in(client, account)
    return Tokens(access.value, refresh.value, int(access.expires_at - now), account)


def adopt(client: Client, account: Account, tokens: Tokens) -> None:
    """Make ``tokens``, which were handed out elsewhere, the account's here, unless they are or it has others."""
    if not AccessToken.objects.filter(client=client, account=account).exists():
        RefreshToken.objects.create(value=tokens.refresh_token, client=client, account=account)
        AccessToken.objects.create(
            value=tokens.access_token,
            client=client,
            account=account,
            expires_at=clock.now() + tokens.expires_in,
        )


def _new_refresh_token(client: Client, account: Account) -> RefreshToken:
    return RefreshToken.objects.create(value=new_secret(), client=client, account=account)


def _issue(client: Client, account: Account, refresh: RefreshToken) -> Tokens:
    lifetime = switches.current().token_seconds
    access = AccessToken.objects.create(
        value=new_secret(), client=client, account=account, expires_at=clock.now() + lifetime
    )
    return Tokens(access.value, refresh.value, lifetime, account)
