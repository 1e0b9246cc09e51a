"""Access tokens that are fresh when they are used: refreshed ahead of expiry, by one process at a time."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import LinkedAccount
from accounts.services.linking import TOKEN_FIELDS, TokenPair, mark_broken, put_tokens
from imgur import ImgurUnavailableError, OAuthClient, TokenRejectedError

# A refresh is one call of a few seconds; a process that dies in it blocks the others no longer than this.
_LEASE = timedelta(seconds=40)
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
    The new pair is kept in one statement before it is used, so that a crash cannot lose a rotated refresh token that
    Imgur gave us and we have shown to nobody. Raises LinkBrokenError, ImgurUnavailableError.
    """
    deadline = time.monotonic() + _LEASE.total_seconds()
    while not _claim(account):
        if time.monotonic() > deadline:
            raise ImgurUnavailableError("The access of this account is being renewed by another process.")
        time.sleep(_LOOK_AGAIN_SECONDS)
    account.refresh_from_db(fields=TOKEN_FIELDS)
    try:
        if not account.works:
            raise LinkBrokenError(account)
        if account.sealed_access_token != rejected:
            return account.access_token()
        return _exchange(account)
    finally:
        LinkedAccount.objects.filter(pk=account.pk).update(refresh_lease_until=None)


def oauth_client(account: LinkedAccount) -> OAuthClient:
    """OAuth is always Imgur's own address, for commercial applications too."""
    return OAuthClient(account.app.client_id, account.app.client_secret(), api_url=settings.IMGUR_API_URL)


def _exchange(account: LinkedAccount) -> str:
    try:
        token = oauth_client(account).refresh(account.refresh_token())
    except TokenRejectedError as error:
        mark_broken(
            account,
            "Imgur refused to renew the access. That happens when the password was changed or the access was "
            "withdrawn at imgur.com.",
        )
        raise LinkBrokenError(account) from error
    # Imgur may answer with a new refresh token, or with none when the old one stays good.
    refresh_token = token.refresh_token or account.refresh_token()
    put_tokens(account, TokenPair(token.access_token, refresh_token, token.expires_at))
    account.save(update_fields=TOKEN_FIELDS)
    return token.access_token


def _claim(account: LinkedAccount) -> bool:
    now = timezone.now()
    free = Q(refresh_lease_until=None) | Q(refresh_lease_until__lt=now)
    return bool(LinkedAccount.objects.filter(free, pk=account.pk).update(refresh_lease_until=now + _LEASE))


def _is_nearly_expired(account: LinkedAccount, now: datetime) -> bool:
    """Within the last tenth of its life, at most a day: an hour's token is renewed 6 minutes ahead, a long one a
    day.
    """
    if account.token_expires_at is None or account.token_obtained_at is None:
        return False
    life = account.token_expires_at - account.token_obtained_at
    return now >= account.token_expires_at - min(life / 10, timedelta(days=1))
