"""What Imgur notifies the account of."""

from __future__ import annotations

from django.utils import timezone

from media_sync.services.talk import notifications
from media_sync.sync.talk.step import TalkStep, tally
from media_sync.sync.work import Work


class NotificationsStep(TalkStep):
    """One call brings all of them, viewed and not. Reading marks nothing as viewed; that is a call of its own."""

    name = "notifications"
    title = "notifications"

    def piece(self, work: Work) -> bool:
        told = work.imgur.notifications.all(new_only=False)
        both = [*told.replies, *told.messages]
        with work.keeping():
            kept, kept_comments = notifications.keep_notifications(work.account, both, timezone.now())
            tally(work, "notifications", kept)
            tally(work, "comments", kept_comments)
        return False
