"""Keeping what Imgur notifies an account of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.models import LinkedAccount
from imgur.models import Comment as ImgurComment
from imgur.models import MessageNotice
from imgur.models import Notification as ImgurNotification
from media_sync.models import Notification
from media_sync.services.mirror.details import brief, details_of, readable
from media_sync.services.mirror.keeping import BATCH, Kept, batched, keep_rows
from media_sync.services.talk import comments

Kind = Notification.Kind
_COLUMNS = frozenset({"id", "viewed", "content"})
_NOTICE_COLUMNS = frozenset({"sender", "last_message", "sent_at"})
_REPLY_COLUMNS = frozenset({"comment", "author", "written_at", "children"})


def keep_notifications(account: LinkedAccount, told: Sequence[ImgurNotification], now: datetime) -> tuple[Kept, Kept]:
    """Keep all of the account's notifications, viewed and not, and mark those that Imgur lists no longer.

    The answers among them are kept as comments too, where we did not have them: what came of both, comments last.
    """
    told = [one for one in told if one.id]
    replies = [one.content for one in told if isinstance(one.content, ImgurComment) and one.content.id]
    kept_comments = comments.keep_unknown(account, replies, now)
    kept = Kept()
    for batch in batched(told, BATCH):
        about = _About(account, batch)
        values = {one.id: _values(one, about, now) for one in batch}
        kept += keep_rows(
            account.notifications.all(), values, scope={"account": account}, watched=(), moment="happened_at"
        )
    account.notifications.filter(seen_at__lt=now, gone_at=None).update(gone_at=now)
    return kept, kept_comments


class _About:
    """What the notifications of a batch are about, as far as we have it: primary keys by Imgur's ids."""

    def __init__(self, account: LinkedAccount, batch: Sequence[ImgurNotification]) -> None:
        replies = {one.content.id for one in batch if isinstance(one.content, ImgurComment)}
        notices = {one.content.id for one in batch if isinstance(one.content, MessageNotice)}
        self.comments = _keys(account.comments.filter(imgur_id__in=replies))
        self.conversations = _keys(account.conversations.filter(imgur_id__in=notices))


def _keys(rows: Any) -> dict[int, int]:
    return dict(rows.values_list("imgur_id", "pk"))


def _values(told: ImgurNotification, about: _About, now: datetime) -> dict[str, Any]:
    content = told.content
    common = {"is_viewed": told.viewed, "seen_at": now, "gone_at": None}
    if isinstance(content, MessageNotice):
        return common | {
            "kind": Kind.MESSAGE,
            "author": brief(content.sender, 64),
            "text": readable(content.last_message),
            "comment_id": None,
            "conversation_id": about.conversations.get(content.id),
            "happened_at": content.sent_at,
            "details": details_of(told, but=_COLUMNS) | {"content": details_of(content, but=_NOTICE_COLUMNS)},
        }
    return common | {
        "kind": Kind.REPLY,
        "author": brief(content.author, 64),
        "text": readable(content.comment),
        "comment_id": about.comments.get(content.id),
        "conversation_id": None,
        "happened_at": content.written_at,
        "details": details_of(told, but=_COLUMNS) | {"content": details_of(content, but=_REPLY_COLUMNS)},
    }
