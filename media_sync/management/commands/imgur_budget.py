"""What is left of Imgur's credits."""

from typing import Any

from django.core.management.base import CommandError

from accounts.services import apps
from media_sync import budget
from media_sync.budget import WindowState
from media_sync.management.output import SpokenCommand
from media_sync.services import budgets


class Command(SpokenCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            app = apps.default_app()
            states = budget.limiter_for(app).states()
            if "client-day" not in states and budgets.restore(app):
                states = budget.limiter_for(app).states()
        except apps.NoImgurAppError as error:
            raise CommandError(str(error)) from error
        except budget.BudgetUnknownError as error:
            raise CommandError(f"{error} The hub may not be running: start it with make run.") from error
        if "client-day" not in states:
            raise CommandError("Imgur was asked how many credits are left and did not answer. Try again in a moment.")
        self.answer(
            {"app": app.name, "windows": {name: _as_json(state) for name, state in states.items()}},
            as_json=options["json"],
            text="\n".join(_as_line(name, state) for name, state in states.items()),
        )


def _as_json(state: WindowState) -> dict[str, Any]:
    return {
        "limit": state.limit,
        "remaining": state.remaining,
        "resets_at": state.resets_at.isoformat() if state.resets_at else None,
        "closed_until": state.closed_until.isoformat() if state.closed_until else None,
    }


def _as_line(name: str, state: WindowState) -> str:
    line = f"{name:<12} {state.remaining:>6} of {state.limit}"
    if state.closed_until:
        return f"{line}, shut until {state.closed_until:%d %b %H:%M} UTC"
    return f"{line}, anew on {state.resets_at:%d %b at %H:%M} UTC" if state.resets_at else line
