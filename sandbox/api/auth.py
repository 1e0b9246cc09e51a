"""Who calls, by the Authorization header or the parameter `client_id`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model
from django.http import HttpRequest

from sandbox import clock
from sandbox.api.errors import ApiError, unauthorized
from sandbox.models import AccessToken, Account, Client

DEAD_TOKEN = "The access token provided is invalid."  # noqa: S105  a sentence

TOKEN_COOKIE = "accesstoken"  # noqa: S105  a name

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Identity:
    """The application that calls, and the account it acts for, if any."""

    client: Client
    account: Account | None

    def require_account(self) -> Account:
        """The account, or 403: a Client-ID is not enough here."""
        if self.account is None:
            raise unauthorized()
        return self.account


def identify(request: HttpRequest, *, by_cookie: bool = False) -> Identity:
    """Who calls. Raises ApiError: 401 when nothing is said, 403 when it is wrong.

    ``by_cookie``: the cookie of imgur.com's pages counts as the account's token.
    """
    schemes = _schemes(request.headers.get("Authorization", ""))
    token = schemes.get("bearer") or (by_cookie and request.COOKIES.get(TOKEN_COOKIE))
    if token:
        return _by_token(token)
    client_id = schemes.get("client-id") or request.GET.get("client_id", "")
    if not client_id:
        raise ApiError(401, "Authentication required")
    client = _first(Client.objects.raw("SELECT * FROM sandbox_client WHERE client_id = %s", [client_id]))
    if client is None:
        raise ApiError(403, "Invalid client_id")
    return Identity(client, None)


def _schemes(header: str) -> dict[str, str]:
    """The values by scheme. Two headers arrive as one with a comma: the call is then the account's, as recorded."""
    pairs = (part.strip().partition(" ") for part in header.split(","))
    return {scheme.lower(): value.strip() for scheme, _, value in pairs}


def _by_token(value: str) -> Identity:
    # In SQL, because every call comes through here, and Django takes three times as long to put a join into words.
    token = _first(AccessToken.objects.raw("SELECT * FROM sandbox_accesstoken WHERE value = %s", [value]))
    if token is None or token.is_revoked or token.expires_at <= clock.now():
        raise ApiError(403, DEAD_TOKEN)
    client = _first(Client.objects.raw("SELECT * FROM sandbox_client WHERE id = %s", [token.client_id]))
    account = _first(Account.objects.raw("SELECT * FROM sandbox_account WHERE id = %s", [token.account_id]))
    if client is None or account is None:
        raise ApiError(403, DEAD_TOKEN)
    return Identity(client, account)


def _first(rows: Iterable[Row]) -> Row | None:
    return next(iter(rows), None)
