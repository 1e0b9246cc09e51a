"""Making all ready: folders, database, demo world, application. Safe to run again, and while the sandbox runs."""

import fcntl
from typing import Any

from django.conf import settings
from django.core.management import call_command

from sandbox.media import store
from sandbox.models import Account, Client
from sandbox.oauth.tokens import Tokens, adopt, standing_tokens
from sandbox.world import build, links, snapshot
from sandbox.world.register import register_client


def prepare() -> Client:
    """Make what is missing and answer the registered application."""
    store.make_folders()
    with (settings.SANDBOX_DIR / "prepare.lock").open("w") as lock:
        # Two that start at once would build two worlds.
        fcntl.flock(lock, fcntl.LOCK_EX)
        _make_ready()
        client = register_client()
        tokens = [standing_tokens(client, account) for account in Account.objects.order_by("pk")]
        # What is prepared before the first start is the beginning that a reset goes back to.
        if not snapshot.is_settled():
            snapshot.save()
        elif not snapshot.matches(client):
            # Made by an earlier version of the sandbox, or under other settings.
            snapshot.bring_up(lambda: _make_beginning_ready(tokens))
    return client


def credentials(client: Client) -> dict[str, Any]:
    """What whoever uses the sandbox has to know: the application, and the people with tokens that work now."""
    people = [(account, standing_tokens(client, account)) for account in Account.objects.order_by("pk")]
    return {
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "callbacks": client.callbacks,
        "people": [
            {
                "username": account.username,
                "password": account.password,
                "account_id": account.pk,
                "access_token": tokens.access_token,
                "refresh_token": tokens.refresh_token,
            }
            for account, tokens in people
        ],
    }


def _make_ready() -> None:
    call_command("migrate", verbosity=0)
    build.build()
    links.follow_the_file_host()


def _make_beginning_ready(tokens: list[Tokens]) -> None:
    _make_ready()
    client = register_client()
    accounts = Account.objects.in_bulk()
    for pair in tokens:
        if account := accounts.get(pair.account.pk):
            adopt(client, account, pair)
