"""With whom the account writes."""

from __future__ import annotations

from django.utils import timezone

from media_sync.services.talk import conversations
from media_sync.sync.talk.step import TalkStep, tally
from media_sync.sync.work import Work


class ConversationsStep(TalkStep):
    name = "conversations"
    title = "conversations"

    def piece(self, work: Work) -> bool:
        told = work.imgur.conversations.all()
        with work.keeping():
            tally(work, "conversations", conversations.keep_conversations(work.account, told, timezone.now()))
        return False
