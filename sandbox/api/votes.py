"""Votes on posts, comments and the tags of posts: a row of whoever votes, and the figures of what is voted on."""

from typing import Any

from django.db.models import F

from sandbox.models import Account, Comment, CommentVote, Post, PostTag, PostVote, TagVote, Vote

# The word that takes a vote back.
VETO = "veto"

Item = Post | Comment | PostTag

# The model of an item's votes, and what the item is called there.
_VOTES: dict[Any, tuple[Any, str]] = {
    Post: (PostVote, "post"),
    Comment: (CommentVote, "comment"),
    PostTag: (TagVote, "post_tag"),
}


def vote_of(account: Account, item: Item) -> str | None:
    """How ``account`` voted on ``item``, if it did."""
    votes, name = _VOTES[type(item)]
    vote: str | None = votes.objects.filter(account=account, **{name: item}).values_list("vote", flat=True).first()
    return vote


def cast(account: Account, item: Item, vote: str | None) -> None:
    """Vote in place of an earlier vote, or with None take that back. Callers hold the write transaction."""
    votes, name = _VOTES[type(item)]
    before = vote_of(account, item)
    if vote is None:
        votes.objects.filter(account=account, **{name: item}).delete()
    else:
        votes.objects.update_or_create(account=account, **{name: item}, defaults={"vote": vote})
    type(item).objects.filter(pk=item.pk).update(
        ups=F("ups") + (vote == Vote.UP) - (before == Vote.UP),
        downs=F("downs") + (vote == Vote.DOWN) - (before == Vote.DOWN),
    )


def withdraw_all(account: Account) -> None:
    """Take every vote of ``account`` out of the figures; its rows go with the account."""
    for item in _VOTES:
        for vote in Vote.values:
            voted_on = item.objects.filter(votes__account=account, votes__vote=vote)
            voted_on.update(**{f"{vote}s": F(f"{vote}s") - 1})
