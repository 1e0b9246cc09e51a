"""What people are told of: answers to what they said or posted, and messages. The older ones they have seen."""

from sandbox.models import Message, Notification
from sandbox.world import chance
from sandbox.world.community.comments import Said
from sandbox.world.community.moments import Calendar

FIRST_ID = 4_511
COMMENTS_UNSEEN_DAYS, MESSAGES_UNSEEN_DAYS = 12, 4
SEEN_PERCENT = 40


def make(now: Calendar, said: list[Said], written: list[Message]) -> None:
    rows = [_of_message(now, message) for message in written]
    rows += [notification for one in said if (notification := _of_comment(now, one)) is not None]
    rows.sort(key=lambda row: row.created_at)
    for number, row in enumerate(rows):
        row.pk = FIRST_ID + number
    Notification.objects.bulk_create(rows)


def _of_message(now: Calendar, message: Message) -> Notification:
    is_old = message.created_at < now.days_ago(MESSAGES_UNSEEN_DAYS)
    return Notification(account=message.recipient, message=message, is_viewed=is_old, created_at=message.created_at)


def _of_comment(now: Calendar, said: Said) -> Notification | None:
    told = said.parent.author if said.parent else said.made.post.account
    if told == said.author or not told.comment_replies or said.line.is_deleted:
        return None
    is_old = said.at < now.days_ago(COMMENTS_UNSEEN_DAYS)
    is_viewed = is_old or chance.happens(f"seen {said.made.plan.key} {said.line.text}", SEEN_PERCENT)
    return Notification(account=told, comment=said.row, is_viewed=is_viewed, created_at=said.at)
