"""Comments with their answers below them, as trees."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sandbox.api.payloads.comment import comment_payload, votes_of
from sandbox.models import Account, Comment, Post

# From here down, answers stand beside what they answer instead of below it: neither our writers of JSON and XML nor
# the readers of our callers can nest without end.
DEEPEST = 100
# Of the normal distribution, for 95 per cent.
CONFIDENCE = 1.96


def thread(post: Post, reader: Account | None, sort: str = "best") -> list[dict[str, Any]]:
    """All comments of ``post`` as ``reader`` sees them; ``sort`` is `best`, `top` or `new`. Two queries in all.

    A deleted comment keeps its place as long as anything below it is left.
    """
    comments = sorted(_all_of(post), key=_SORTS[sort])
    return _grow(comments, votes_of(reader, comment__post=post), [c for c in comments if c.parent_id is None])


def branch(comment: Comment, reader: Account | None) -> dict[str, Any] | None:
    """``comment`` and everything below it; None when nothing of that is left."""
    comments = sorted(_all_of(comment.post), key=_SORTS["best"])
    tree = _grow(comments, votes_of(reader, comment__post=comment.post), [comment])
    return tree[0] if tree else None


def _all_of(post: Post) -> Iterable[Comment]:
    for comment in Comment.objects.filter(post=post).select_related("account"):
        comment.post = post
        yield comment


def _grow(comments: Iterable[Comment], votes: dict[int, str], roots: Sequence[Comment]) -> list[dict[str, Any]]:
    """The trees of ``roots``; siblings in the order of ``comments``."""
    answers: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.parent_id is not None:
            answers[comment.parent_id].append(comment)
    in_order, depths = list(roots), dict.fromkeys((root.pk for root in roots), 1)
    for comment in in_order:  # grows on the way
        in_order += answers[comment.pk]
        depths |= {answer.pk: depths[comment.pk] + 1 for answer in answers[comment.pk]}

    trees: list[dict[str, Any]] = []
    shelves = {root.parent_id: trees for root in roots}
    kept = _kept(in_order)
    for comment in in_order:
        if comment.pk in kept:
            payload = comment_payload(comment, vote=votes.get(comment.pk))
            shelf = shelves[comment.parent_id]
            shelf.append(payload)
            shelves[comment.pk] = payload["children"] if depths[comment.pk] < DEEPEST else shelf
    return trees


def _kept(in_order: Sequence[Comment]) -> set[int]:
    """Those that are shown: what was not deleted, and what stands above it."""
    kept: set[int] = set()
    for comment in reversed(in_order):
        if comment.deleted_at is None or comment.pk in kept:
            kept.add(comment.pk)
            if comment.parent_id is not None:
                kept.add(comment.parent_id)
    return kept


def _approval(comment: Comment) -> float:
    """The least share of ups that its votes make likely (the lower bound of Wilson's interval), from 0 to 1."""
    votes = comment.ups + comment.downs
    if votes <= 0:
        return 0.0
    share, square = comment.ups / votes, CONFIDENCE**2
    spread = CONFIDENCE * math.sqrt(max(0.0, share * (1 - share) + square / (4 * votes)) / votes)
    return (share + square / (2 * votes) - spread) / (1 + square / votes)


# Equals stand in the order in which they were written.
_SORTS: dict[str, Callable[[Comment], tuple[float, int]]] = {
    "best": lambda comment: (-_approval(comment), comment.pk),
    "top": lambda comment: (comment.downs - comment.ups, comment.pk),
    "new": lambda comment: (-comment.created_at, -comment.pk),
}
