"""What the account and others wrote to each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from imgur import BadRequestError, ForbiddenError, ImgurUnavailableError, NotFoundError
from imgur import Conversation as ImgurConversation
from media_sync.models import Conversation
from media_sync.services.talk import conversations
from media_sync.sync.faults import was_shown
from media_sync.sync.talk.step import TalkStep, tally
from media_sync.sync.work import Work


class MessagesStep(TalkStep):
    """A page of a conversation in a piece, newest first, until one that we know; the first time all of them."""

    name = "messages"
    title = "messages"

    def piece(self, work: Work) -> bool:
        conversation = self._conversation(work)
        if conversation is None:
            return False
        cursor = work.cursor
        try:
            told = work.imgur.conversations.page(conversation.imgur_id, cursor["page"])
        except NotFoundError:
            with work.keeping():
                tally(work, "conversations", conversations.is_gone(conversation, timezone.now()))
                _begin_anew(cursor)
            return True
        except (ForbiddenError, BadRequestError, ImgurUnavailableError) as failure:
            _begin_anew(cursor)
            self.leave_out(work, conversation.pk, failure)
            return True
        self._keep(work, conversation, told)
        return True

    def _conversation(self, work: Work) -> Conversation | None:
        """The one that is being read, or the next; the cursor then stands before its first page."""
        cursor = work.cursor
        if "conversation" in cursor:
            return Conversation.objects.select_related("account").get(pk=cursor["conversation"])
        to_read = work.account.conversations.to_read().exclude(pk__in=self.left(work))
        conversation = to_read.order_by("-last_message_at", "-pk").first()
        if conversation is None:
            return None
        cursor.update(
            conversation=conversation.pk,
            page=1,
            ids=[],
            begun_at=timezone.now().isoformat(),
            is_full=conversations.needs_full_reading(conversation),
        )
        return conversation

    def _keep(self, work: Work, conversation: Conversation, told: ImgurConversation) -> None:
        cursor, now = work.cursor, timezone.now()
        messages = [message for message in told.messages or () if message.id]
        if told.messages and not messages:
            raise ImgurUnavailableError("Imgur’s conversation holds nothing that has an id.", reason="garbled")
        ids = [message.id for message in messages]
        is_end = told.done is True or not ids or ids == cursor["ids"]
        # Nothing at all where Imgur counts some says nothing of what is gone.
        is_whole = is_end and (bool(ids) or cursor["page"] > 1 or not conversation.message_count)
        with work.keeping():
            kept = conversations.keep_messages(conversation, messages, now)
            tally(work, "messages", kept)
            was_shown(work)
            is_known_ground = kept.added < len(ids) and not cursor["is_full"]
            if is_end and not is_whole and conversations.is_silent_at_first(conversation, now):
                cursor["left"] = [*self.left(work), conversation.pk]
                _begin_anew(cursor)
                return
            if is_end or is_known_ground:
                begun_at = datetime.fromisoformat(cursor["begun_at"])
                gone = conversations.was_read(conversation, now, unseen_since=begun_at if is_whole else None)
                work.tally("messages", gone=gone)
                _begin_anew(cursor)
                return
            if cursor["page"] == 1:
                conversations.is_being_read(conversation)
            cursor |= {"page": cursor["page"] + 1, "ids": ids}


def _begin_anew(cursor: dict[str, Any]) -> None:
    """With the next conversation."""
    for name in ("conversation", "page", "ids", "begun_at", "is_full"):
        cursor.pop(name, None)
