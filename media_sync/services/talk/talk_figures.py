"""How much of an account's talk is here."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import LinkedAccount

# Nobody counts further: a figure above it is told as "more than".
MOST = 10_000


@dataclass(frozen=True, slots=True)
class TalkFigures:
    """Counts of what is here and at Imgur still; ``MOST + 1`` stands for more than MOST. ``refusals`` are sentences of
    Imgur's about what it does not tell, by the name of the step.
    """

    favorites: int
    posts: int
    comments: int
    conversations: int
    unread_notifications: int
    refusals: dict[str, str]


def talk_figures(account: LinkedAccount) -> TalkFigures:
    """The figures of ``account``; six queries, each of which looks at MOST rows or fewer.

    They tell how many, never what: whoever sees the account may see them.
    """
    refused = account.talk_marks.exclude(refusal="").values_list("step", "refusal")
    return TalkFigures(
        favorites=_count(account.favorites.filter(gone_at=None)),
        posts=_count(account.posts.filter(gone_at=None)),
        comments=_count(account.comments.filter(gone_at=None)),
        conversations=_count(account.conversations.filter(gone_at=None)),
        unread_notifications=_count(account.notifications.unread()),
        refusals=dict(refused),
    )


def _count(rows: models.QuerySet[Any]) -> int:
    return rows.order_by()[: MOST + 1].count()
