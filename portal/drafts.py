"""A draft as the upload page shows it: its files' rows, what still arrives, what it costs."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import LinkedAccount
from media_sync.forecast import Times
from media_sync.models import Batch, BatchFile
from media_sync.services.credits import forecasts, prices
from media_sync.services.credits.prices import Price
from portal.budgets import outlook_of
from portal.forecasts import done_by, waits_for
from portal.http import PortalRequest
from portal.legs import Row, row_of


@dataclass
class Draft:
    """``account`` is where it would go by what the form says now; None when the team has none that works."""

    batch: Batch
    account: LinkedAccount | None
    request: PortalRequest

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
        return prices.price(self.batch, account=self.account, with_album=bool(self.batch.album_title))

    @property
    def available(self) -> int | None:
        """Credits that can be spent now; None while nobody knows."""
        return outlook_of(self.request, self.account.app).remaining if self.account else None

    @cached_property
    def times(self) -> Times | None:
        """When it would be done if it were sent now; None while nobody knows."""
        if self.account is None:
            return None
        return forecasts.before_sending(self.price.asked, self.account, person=self.request.user)

    @property
    def done_by(self) -> str:
        return done_by(self.times) if self.account else ""

    @property
    def waits_for(self) -> str:
        return waits_for(self.times)

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
