"""The community as one part of the world: all its files, and all its rows."""

from sandbox.models import Account, Making
from sandbox.world.community import bonds, comments, judgement, messages, notifications, posts, subreddits, tags
from sandbox.world.community.moments import calendar
from sandbox.world.community.rows import Draft
from sandbox.world.files import Order
from sandbox.world.neighbours import SETTINGS, email_of


def orders() -> list[Order]:
    """The files that are needed."""
    return [draft.order for draft in _drafts()]


def imgur_ids() -> list[str]:
    """The ids of the images that come with the community."""
    return [draft.imgur_id for draft in _drafts()]


def rows() -> None:
    """Everything, in the order in which one thing needs another."""
    now = calendar()
    Making.objects.create(today=now.today)
    accounts = {account.username: account for account in Account.objects.all()}
    _settings(accounts)
    tags.make_words()
    memes = tags.make_memes(now)
    made = posts.make(now, accounts, memes)
    tags.hang_pictures(made)
    judgement.tag(made)
    judgement.vote(accounts, made)
    said = comments.make(now, accounts, made)
    written = messages.make(now, accounts)
    notifications.make(now, said, written)
    subreddits.make(now)
    bonds.make(now, accounts, made)


def _drafts() -> list[Draft]:
    return [*posts.drafts(), *subreddits.drafts(), *tags.meme_drafts()]


def _settings(accounts: dict[str, Account]) -> None:
    for username, account in accounts.items():
        # Somebody may have set one already, in a world that had people before it had a community.
        account.email = account.email or email_of(username)
        for name, value in SETTINGS.get(username, {}).items():
            setattr(account, name, value)
    Account.objects.bulk_update(
        accounts.values(),
        ["email", *{name for values in SETTINGS.values() for name in values}],
    )
