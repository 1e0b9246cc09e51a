"""When things happened in the community: backwards from the hour in which it was made."""

from dataclasses import dataclass

from django.conf import settings

from sandbox import clock
from sandbox.models import Account
from sandbox.world import chance
from sandbox.world.settlers import WORLD_ENDS

HOUR, DAY, YEAR = 3600, 86_400, 365 * 86_400
# The higher, the denser the last days are: with this, of 175 things 11 are of the last day and 30 of the last week.
DENSITY = 2.2


@dataclass(frozen=True)
class Calendar:
    """``today`` is the moment (epoch seconds) that everything was before."""

    today: int

    def of(self, place: int, count: int, seed: str) -> int:
        """The moment of the thing number ``place`` of ``count``, newest first, spread over the last year."""
        back = YEAR * (place / count) ** DENSITY
        return self.today - HOUR // 3 - int(back) - chance.number(f"moment {seed}", HOUR)

    def days_ago(self, days: float) -> int:
        return self.today - int(days * DAY)

    def after(self, moment: int, seed: str, *, within: int) -> int:
        """Some time after ``moment``: at most ``within`` seconds later, and before today."""
        room = max(2, min(within, self.today - moment))
        return moment + 1 + chance.number(f"after {seed}", room - 1)

    def was_here(self, account: Account, moment: int) -> bool:
        """Whether ``account`` was made before ``moment``, whenever this world was made: that was after WORLD_ENDS."""
        return self.today - moment < WORLD_ENDS.timestamp() - account.created_at


def calendar() -> Calendar:
    """By the setting if there is one, else by the sandbox's clock."""
    today = settings.SANDBOX_TODAY or clock.now_seconds()
    return Calendar(today - today % HOUR)
