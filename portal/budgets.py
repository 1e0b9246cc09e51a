"""What a page knows about credits: asked for once a request, however many of its parts show it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from accounts.models import ImgurApp, Team
from media_sync import budget
from media_sync.services.credits.budget_lines import AppInUse, app_in_use_by
from portal.legs import goes_on

# What the line on top says of a wait, in few words. The whole reason stands behind them for who hears the page.
_IN_FEW_WORDS = {
    "client-day": "Today’s credits are used",
    "user-hour": "This hour is used",
    "post-hour": "This hour’s writes are used",
    "upload-hour": "Uploads wait",
    "team-share": "Others go first",
    "strikes": "Nothing goes out",
    "imgur": "Imgur is away",
    "outcome": "An answer was lost",
}


@dataclass(frozen=True)
class BudgetLine:
    """``left`` are the figures; its ``remaining`` is None while nobody knows them."""

    left: budget.Outlook
    in_use: AppInUse

    @property
    def waits_until(self) -> datetime | None:
        """When the team's first that waits goes on; of a month's stop too if nothing waits yet."""
        return self.in_use.until or (self.left.resets_at if self.left.window == "strikes" else None)

    @property
    def waits(self) -> str:
        window = self.in_use.waits_for or self.left.window
        if window.startswith("cap:"):
            return "The cap is used"
        return _IN_FEW_WORDS.get(window, "Something waits")

    @property
    def reason(self) -> str:
        return goes_on(self.in_use.reason) if self.in_use.reason else ""

    @property
    def is_short(self) -> bool:
        return self.left.share_left < 10


def outlook_of(request: HttpRequest, app: ImgurApp) -> budget.Outlook:
    """The application's figures, as they were when this request first asked."""
    known: dict[int, budget.Outlook] = request.__dict__.setdefault("_outlooks", {})
    if app.pk not in known:
        known[app.pk] = budget.outlook(app)
    return known[app.pk]


def in_use_by(request: HttpRequest, team: Team) -> AppInUse | None:
    """The application that the team uses and what waits for it, as it was when this request first asked."""
    known: dict[int, AppInUse | None] = request.__dict__.setdefault("_apps_in_use", {})
    if team.pk not in known:
        known[team.pk] = app_in_use_by(team)
    return known[team.pk]
