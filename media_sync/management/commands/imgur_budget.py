"""What is left of Imgur's credits, how near the application is to being blocked, and which calls cost otherwise."""

from typing import Any

from django.core.management.base import CommandError

from accounts.services import apps
from media_sync import budget
from media_sync.budget import WindowState, strikes
from media_sync.management.output import SpokenCommand
from media_sync.models import LearnedCost
from media_sync.services.credits import budgets


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
        standing, learned = strikes.standing(app), list(LearnedCost.objects.filter(app=app))
        document = {
            "app": app.name,
            "windows": {name: _as_json(state) for name, state in states.items()},
            "strikes": {
                "this_month": standing.this_month,
                "of": strikes.IMGUR_BLOCKS_AT,
                "margin_percent": standing.margin_percent,
                "stopped_until": standing.stopped_until.isoformat() if standing.stopped_until else None,
            },
            "learned_costs": [
                {"method": row.method, "route": row.route, "cost": row.cost, "documented": row.documented}
                for row in learned
            ],
        }
        lines = [_as_line(name, state) for name, state in states.items()]
        self.answer(
            document, as_json=options["json"], text="\n".join([*lines, _as_sentence(standing), *map(str, learned)])
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


def _as_sentence(standing: strikes.Standing) -> str:
    line = f"{'strikes':<12} {standing.this_month:>6} of {strikes.IMGUR_BLOCKS_AT} this month"
    if standing.stopped_until:
        return f"{line}, nothing goes out until {standing.stopped_until:%d %b %H:%M} UTC"
    return f"{line}, {standing.margin_percent} % of the day is never spent"
