"""A draft as the upload page shows it: its files' rows, what still arrives, what it costs."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import LinkedAccount
from media_sync import budget
from media_sync.models import Batch, BatchFile
from media_sync.services import batches
from media_sync.services.batches import Price
from portal.legs import Row, row_of
from portal.templatetags.words import clock


@dataclass
class Draft:
    """``account`` is where it would go by what the form says now; None when the team has none that works."""

    batch: Batch
    account: LinkedAccount | None

    @cached_property
    def files(self) -> list[BatchFile]:
        return list(self.batch.files.select_related("original", "operation"))

    @cached_property
    def rows(self) -> list[Row]:
        return [row_of(file) for file in self.files]

    def _in(self, state: BatchFile.State) -> list[BatchFile]:
        return [file for file in self.files if file.state == state]

    @cached_property
    def ready_count(self) -> int:
        return len(self._in(BatchFile.State.READY))

    @cached_property
    def arriving_count(self) -> int:
        return len(self._in(BatchFile.State.RECEIVING))

    @cached_property
    def refused_count(self) -> int:
        return len(self._in(BatchFile.State.REFUSED))

    @cached_property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files if file.state != BatchFile.State.REFUSED)

    @cached_property
    def price(self) -> Price:
        return batches.price(self.batch, account=self.account, with_album=bool(self.batch.album_title))

    @cached_property
    def outlook(self) -> budget.Outlook | None:
        return budget.outlook(self.account.app) if self.account else None

    @property
    def available(self) -> int | None:
        """Credits that can be spent now; None while nobody knows."""
        return self.outlook.remaining if self.outlook else None

    @property
    def outlook_sentence(self) -> str:
        """What does not go at once, and when it does."""
        left = self.outlook
        if left is None or left.remaining is None:
            return ""
        if self.price.credits > left.remaining:
            until = f"{clock(left.resets_at)}" if left.resets_at else "there are new credits"
            return f"More than is left now. The rest waits until {until} and goes on by itself."
        if left.uploads_remaining is not None and self.price.uploads > left.uploads_remaining:
            return (
                f"Imgur lets about {left.uploads_limit} uploads an hour through. "
                f"{left.uploads_remaining} of these go now, the rest follow by themselves."
            )
        return "It goes out at once." if self.price.uploads else ""

    @cached_property
    def why_not(self) -> str:
        """Why it cannot be sent now, as a sentence; empty when it can."""
        if self.arriving_count:
            files = "1 file is" if self.arriving_count == 1 else f"{self.arriving_count} files are"
            return f"{files} still on the way to us."
        if self.account is None:
            return "There is no Imgur account to send it to."
        if not self.ready_count:
            return "Choose files first."
        return ""
