"""Conversations, as the sheets in sheets/conversations/ have them.

`between:` and `days:` (ago, from the first message to the last) stand on top; each `subject:` begins a thread.
"""

from dataclasses import dataclass, field

from sandbox.models import Account, Conversation, Message
from sandbox.world import chance, sheet
from sandbox.world.community.moments import HOUR, Calendar

FIRST_CONVERSATION, FIRST_MESSAGE = 34_361_001, 163_690_001


@dataclass
class Talk:
    """What two people wrote: per message the subject of its thread, the sender's name and the text."""

    between: tuple[str, str]
    days: tuple[float, float]
    messages: list[tuple[str, str, str]] = field(default_factory=list)

    def moments(self, now: Calendar) -> list[int]:
        """When each was written, in order; the last at least an hour ago."""
        first, last = now.days_ago(self.days[0]), now.days_ago(self.days[1]) - HOUR
        step = max(2, (last - first) // max(1, len(self.messages) - 1))
        return [
            last - step * (len(self.messages) - 1 - number) - chance.number(f"{self.between} {number}", step // 2)
            for number in range(len(self.messages))
        ]


def make(now: Calendar, accounts: dict[str, Account]) -> list[Message]:
    """All messages, oldest first, so that ids rise with time."""
    drafts = []
    for number, talk in enumerate(talks()):
        first, second = sorted((accounts[name] for name in talk.between), key=lambda account: account.pk)
        conversation = Conversation.objects.create(pk=FIRST_CONVERSATION + number, first=first, second=second)
        drafts += [
            (moment, conversation, subject, accounts[sender], first if accounts[sender] == second else second, text)
            for moment, (subject, sender, text) in zip(talk.moments(now), talk.messages, strict=True)
        ]
    drafts.sort(key=lambda draft: draft[0])
    heads: dict[tuple[int, str], Message] = {}
    rows = []
    for number, (moment, conversation, subject, sender, recipient, text) in enumerate(drafts):
        head = heads.get((conversation.pk, subject))
        row = Message(
            pk=FIRST_MESSAGE + number,
            conversation=conversation,
            sender=sender,
            recipient=recipient,
            thread=head,
            subject=None if head else subject,
            body=text,
            created_at=moment,
        )
        heads.setdefault((conversation.pk, subject), row)
        rows.append(row)
    return Message.objects.bulk_create(rows)


def talks() -> list[Talk]:
    return [_talk(name) for name in sheet.names("conversations")]


def _talk(name: str) -> Talk:
    head, *lines = [
        tuple(line.split(": ", 1)) for line in sheet.text(f"conversations/{name}").splitlines() if line.strip()
    ]
    (_, days), *rest = lines
    first, second = sheet.parts(head[1])
    began, ended = (float(part) for part in days.split(" .. "))
    talk = Talk((first, second), (began, ended))
    subject = ""
    for who, text in rest:
        if who == "subject":
            subject = text
        else:
            talk.messages.append((subject, who, text))
    return talk
