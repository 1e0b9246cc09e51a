"""Linking Imgur accounts to teams, and letting go of them."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import sealing
from accounts.models import ImgurApp, LinkedAccount, Team, User

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What Imgur gives when a person lets an application act for them. Tokens are kept out of ``repr``."""

    username: str
    imgur_account_id: int | None
    tokens: "TokenPair"


@dataclass(frozen=True, slots=True)
class TokenPair:
    access_token: str
    refresh_token: str
    # None where nobody told: the token is used until Imgur refuses it, then renewed.
    expires_at: datetime | None

    def __repr__(self) -> str:
        return f"TokenPair(expires_at={self.expires_at})"


@transaction.atomic
def keep_link(*, team: Team, app: ImgurApp, grant: Grant, by: User | None) -> tuple[LinkedAccount, bool]:
    """Link the granted account to ``team``, or give an account linked before its new access: same row, same history.

    Returns the account and whether it is new to the team. An account is known by its number at Imgur, and by its name
    only where one of the two numbers is not known. A linked account of another number that has the granted name has
    lost it at Imgur: it stays what it is, as "name (earlier)".
    """
    accounts = LinkedAccount.objects.select_for_update().filter(team=team, app=app)
    namesake = accounts.filter(username__iexact=grant.username).first()
    known = None
    if grant.imgur_account_id is not None:
        known = accounts.filter(imgur_account_id=grant.imgur_account_id).first()
    if known is None and namesake and None in {namesake.imgur_account_id, grant.imgur_account_id}:
        known = namesake
    if namesake and namesake != known:
        _set_aside(namesake, accounts)
    account = known or LinkedAccount(team=team, app=app)
    account.username = grant.username
    account.imgur_account_id = grant.imgur_account_id or account.imgur_account_id
    account.linked_by, account.linked_at = by, timezone.now()
    put_tokens(account, grant.tokens)
    account.save()
    return account, known is None


def _set_aside(account: LinkedAccount, accounts: QuerySet[LinkedAccount]) -> None:
    """Free the name of ``account`` for the one that bears it at Imgur now. ``accounts`` are those it must differ
    from.
    """
    for tail in (" (earlier)", *(f" (earlier {count})" for count in range(2, 1_000))):
        name = account.username[: 64 - len(tail)] + tail
        if not accounts.filter(username__iexact=name).exists():
            LinkedAccount.objects.filter(pk=account.pk).update(username=name)
            return
    raise RuntimeError(f"No free name was found for the account that was {account.username} earlier.")


def put_tokens(account: LinkedAccount, tokens: TokenPair) -> None:
    """Seal ``tokens`` into ``account``, which then works. Does not save."""
    account.sealed_access_token = sealing.seal(tokens.access_token)
    account.sealed_refresh_token = sealing.seal(tokens.refresh_token)
    account.token_obtained_at, account.token_expires_at = timezone.now(), tokens.expires_at
    account.state = LinkedAccount.State.WORKS
    account.broken_at, account.broken_reason = None, ""


TOKEN_FIELDS = [
    "sealed_access_token", "sealed_refresh_token", "token_obtained_at", "token_expires_at", "state", "broken_at",
    "broken_reason",
]  # fmt: skip


def replace_tokens(account: LinkedAccount, tokens: TokenPair) -> bool:
    """Keep ``tokens`` in place of the pair that ``account`` was read with.

    False, and nothing written, when the row holds that pair no longer: it was unlinked or linked again since.
    """
    unchanged = _still_holding(account)
    put_tokens(account, tokens)
    return bool(unchanged.update(**{name: getattr(account, name) for name in TOKEN_FIELDS}))


def mark_broken(account: LinkedAccount, reason: str) -> None:
    """Imgur refuses the access that ``account`` was read with.

    Only a working link breaks, and only while the row still holds that access: one that was unlinked stays unlinked,
    one that was linked again works. ``account`` then says which.
    """
    _still_holding(account).filter(state=LinkedAccount.State.WORKS).update(
        state=LinkedAccount.State.BROKEN, broken_at=timezone.now(), broken_reason=reason[:300]
    )
    account.refresh_from_db(fields=TOKEN_FIELDS)


def unlink(account: LinkedAccount, *, by: User) -> None:
    """Forget the account's tokens. Its pictures and history stay as an archive; linking again goes on from there."""
    LinkedAccount.objects.filter(pk=account.pk).update(
        state=LinkedAccount.State.UNLINKED,
        sealed_access_token="", sealed_refresh_token="",
        token_expires_at=None, token_obtained_at=None,
        broken_at=None, broken_reason="",
    )  # fmt: skip
    account.refresh_from_db(fields=TOKEN_FIELDS)
    logger.info("Person %s unlinked account %s (%s) of team %s.", by.pk, account.pk, account.username, account.team_id)


def _still_holding(account: LinkedAccount) -> QuerySet[LinkedAccount]:
    # Every sealing makes another text, so the sealed refresh token tells one pair from every other.
    return LinkedAccount.objects.filter(pk=account.pk, sealed_refresh_token=account.sealed_refresh_token)
