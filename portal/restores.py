"""A restoration as its page shows it: what goes up again, what it costs, what cannot come back and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from accounts.models import LinkedAccount
from media_sync.forecast import Times
from media_sync.models import Album, Image
from media_sync.services.credits import forecasts
from media_sync.services.gone import link_moves, restoring
from media_sync.services.gone.restoring import CannotRestoreError, Part
from portal.budgets import outlook_of
from portal.forecasts import done_by, waits_for
from portal.http import PortalRequest

# So many reasons are read; the rest is a figure.
_REASONS = 10


@dataclass
class Restoration:
    """``account`` is where it goes where that is chosen; else each thing goes back to its own."""

    request: PortalRequest
    account: LinkedAccount | None = None
    parts: list[Part] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def add_album(self, album: Album) -> None:
        try:
            self.parts.append(restoring.part_of_album(album, account=self.account))
        except CannotRestoreError as error:
            self.refusals.append(str(error))

    def add_images(self, images: list[Image]) -> None:
        """Those that do not come with an album that was added before."""
        in_albums = {image.pk for part in self.parts if part.album for image in part.images}
        images = [image for image in images if image.pk not in in_albums]
        copies = link_moves.living_images(images)
        for image in images:
            if image.pk in copies:
                self.refusals.append(f"“{image}” is at Imgur again already: {copies[image.pk].link}")
            elif reason := restoring.why_not(image):
                self.refusals.append(reason)
        try:
            self.parts += restoring.parts_of_images(images, account=self.account)
        except CannotRestoreError:
            return  # each picture's reason stands there already

    def add_account(self, source: LinkedAccount) -> None:
        try:
            self.parts += restoring.parts_of_account(source, account=self.account)
        except CannotRestoreError as error:
            self.refusals.append(str(error))

    @property
    def shown_refusals(self) -> list[str]:
        return self.refusals[:_REASONS]

    @property
    def more_refusals(self) -> int:
        return max(0, len(self.refusals) - _REASONS)

    @property
    def uploads(self) -> int:
        return sum(part.price.uploads for part in self.parts)

    @property
    def pictures(self) -> int:
        return sum(len(part.images) for part in self.parts)

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than is brought back at once."""
        return self.pictures >= restoring.MOST_AT_ONCE or len(self.parts) >= restoring.MOST_BATCHES

    @property
    def credits(self) -> int:
        return sum(part.price.credits for part in self.parts)

    @property
    def targets(self) -> list[LinkedAccount]:
        return list(dict.fromkeys(part.account for part in self.parts))

    @property
    def broken(self) -> list[LinkedAccount]:
        """Accounts it would go to that Imgur does not let us act as."""
        return [account for account in self.targets if not account.works]

    @property
    def available(self) -> int | None:
        """Credits that can be spent now; None while nobody knows, or where several applications are asked."""
        apps = {account.app for account in self.targets}
        return outlook_of(self.request, apps.pop()).remaining if len(apps) == 1 else None

    @cached_property
    def _times(self) -> Times | None:
        asked = forecasts.Asked(
            uploads=self.uploads,
            upload_bytes=sum(part.price.upload_bytes for part in self.parts),
            with_album=any(part.album for part in self.parts),
        )
        return forecasts.before_sending(asked, self.targets[0], person=self.request.user)

    @property
    def done_by(self) -> str:
        return done_by(self._times) if self.targets else ""

    @property
    def waits_for(self) -> str:
        return waits_for(self._times) if self.targets else ""
