"""How far the looks at an account's talk have come."""

from datetime import datetime, timedelta

from accounts.models import LinkedAccount
from media_sync.models import TalkMark

# What is new at the front of a list is seen by every look, what has gone from it only by a walk to its end.
_WALK_EVERY, _SHORT_WALK_EVERY = timedelta(days=14), timedelta(days=1)


def mark_of(account: LinkedAccount, step: str) -> TalkMark:
    """The mark of ``step``; a new one, not saved, where there is none."""
    return TalkMark.objects.filter(account=account, step=step).first() or TalkMark(account=account, step=step)


def is_walk_due(mark: TalkMark, now: datetime, *, short_pages: int) -> bool:
    """Whether a look reads the list to its end: the first one, the one after one cut short, and one now and then."""
    if mark.walked_at is None or mark.is_open:
        return True
    every = _SHORT_WALK_EVERY if mark.page_count <= short_pages else _WALK_EVERY
    return mark.walked_at < now - every


def keep_open(account: LinkedAccount, step: str) -> None:
    """Remember that the list is not read to where we knew it."""
    TalkMark.objects.update_or_create(account=account, step=step, defaults={"is_open": True})


def close(account: LinkedAccount, step: str) -> None:
    """Remember that it is."""
    TalkMark.objects.filter(account=account, step=step, is_open=True).update(is_open=False)


def doubt(account: LinkedAccount, step: str) -> None:
    """Remember that a walk to the list's end was not believed; the next look walks again."""
    TalkMark.objects.update_or_create(account=account, step=step, defaults={"is_open": True, "is_doubted": True})


def was_walked(account: LinkedAccount, step: str, now: datetime, *, page_count: int) -> None:
    """Remember that all ``page_count`` pages of the list were read."""
    values = {"is_open": False, "is_doubted": False, "walked_at": now, "page_count": page_count}
    TalkMark.objects.update_or_create(account=account, step=step, defaults=values)


def was_refused(account: LinkedAccount, step: str, now: datetime, *, sentence: str) -> None:
    """Remember that Imgur does not tell it, and since when."""
    mark = mark_of(account, step)
    mark.refusal = sentence[:500]
    mark.refused_at = mark.refused_at or now
    mark.save()


def was_told(account: LinkedAccount, step: str) -> None:
    """Imgur tells it, again if it had not."""
    TalkMark.objects.filter(account=account, step=step).exclude(refusal="").update(refusal="", refused_at=None)
