"""Access tokens that are fresh when they are used: refreshed ahead of expiry, by one process at a time."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts import sealing
from accounts.models import LinkedAccount
from accounts.services.linking import TOKEN_FIELDS, TokenPair, mark_broken, replace_tokens
from imgur import ImgurUnavailableError, OAuthClient, Timeouts, TokenRejectedError

# A refresh is one small call. At worst it takes the sum of these, a second connecting included (IPv6, then IPv4); the
# lease outlasts that by far, so that it ends under a process only if that process died.
_TIMEOUTS = Timeouts(connect=5, read=10, answer=15)
_LEASE = timedelta(seconds=90)
# How long the others wait for what the one brings, before they say that it is not there yet.
_PATIENCE_SECONDS = 30.0
_LOOK_AGAIN_SECONDS = 0.2


class LinkBrokenError(Exception):
    """Imgur refuses this account's access, or it was unlinked. Only a person can mend it: link it again."""

    def __init__(self, account: LinkedAccount) -> None:
        self.account = account
        super().__init__(
            f"Imgur refuses the access of {account.username}. Someone who can sign in to it links it again."
        )


def fresh_access_token(account: LinkedAccount) -> str:
    """A token that will hold for the next call. Raises LinkBrokenError, ImgurUnavailableError."""
    if not account.works:
        raise LinkBrokenError(account)
    if not _is_nearly_expired(account, timezone.now()):
        return account.access_token()
    return renew(account, rejected=account.sealed_access_token)


def renew(account: LinkedAccount, *, rejected: str) -> str:
    """Exchange the refresh token for a new pair, unless another process has done so since.

    ``rejected`` is the sealed access token that no longer serves: if the row holds another by now, that is the answer.
    The new pair is in the database before its access token is returned. It is discarded if the account was unlinked or
    linked again during the exchange: what a person did then stands. Raises LinkBrokenError, ImgurUnavailableError.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (lease := _claim(account)) is None:
        if time.monotonic() > deadline:
            raise ImgurUnavailableError("The access of this account is being renewed by another process.")
        time.sleep(_LOOK_AGAIN_SECONDS)
    try:
        account.refresh_from_db(fields=TOKEN_FIELDS)
        if not account.works:
            raise LinkBrokenError(account)
        # Compared unsealed: `reseal` may have put the same token under another key.
        if account.access_token() != sealing.open_sealed(rejected):
            return account.access_token()
        return _exchange(account)
    finally:
        # Only our own: where it ran out, another process may hold one by now.
        LinkedAccount.objects.filter(pk=account.pk, refresh_lease_until=lease).update(refresh_lease_until=None)


def oauth_client(account: LinkedAccount) -> OAuthClient:
    """OAuth is always Imgur's own address, for commercial applications too."""
    return OAuthClient(
        account.app.client_id, account.app.client_secret(), api_url=settings.IMGUR_API_URL, timeouts=_TIMEOUTS
    )


def _exchange(account: LinkedAccount) -> str:
    used = account.refresh_token()
    try:
        token = oauth_client(account).refresh(used)
    except TokenRejectedError as error:
        mark_broken(
            account,
            "Imgur refused to renew the access. That happens when the password was changed or the access was "
            "withdrawn at imgur.com.",
        )
        if account.works:  # linked again in the meantime
            return account.access_token()
        raise LinkBrokenError(account) from error
    # Imgur may answer with a new refresh token, or with none when the old one stays good.
    pair = TokenPair(token.access_token, token.refresh_token or used, token.expires_at)
    while not replace_tokens(account, pair):
        account.refresh_from_db(fields=TOKEN_FIELDS)
        if not account.works:
            raise LinkBrokenError(account)
        if account.refresh_token() != used:
            return account.access_token()
        # The same token, sealed anew by `reseal` meanwhile: the pair belongs here all the same.
    return token.access_token


def _claim(account: LinkedAccount) -> datetime | None:
    """Until when the right to refresh is ours, or None while another process has it."""
    now = timezone.now()
    free = Q(refresh_lease_until=None) | Q(refresh_lease_until__lt=now)
    lease = now + _LEASE
    return lease if LinkedAccount.objects.filter(free, pk=account.pk).update(refresh_lease_until=lease) else None


def _is_nearly_expired(account: LinkedAccount, now: datetime) -> bool:
    """Within the last tenth of its life, at most a day: an hour's token is renewed 6 minutes ahead, a long one a
    day.
    """
    if account.token_expires_at is None or account.token_obtained_at is None:
        return False
    life = account.token_expires_at - account.token_obtained_at
    return now >= account.token_expires_at - min(life / 10, timedelta(days=1))
