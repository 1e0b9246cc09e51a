"""Imgur's scarce credits, shared by every process: reserved before a call, settled by its answer's own figures.

Windows per application: client-day, user-hour and post-hour (per egress address), upload-hour (per egress address).
"""

from media_sync.budget.errors import BudgetError, BudgetUnknownError, NoCreditsError
from media_sync.budget.limiter import Claim, Limiter, limiter_for
from media_sync.budget.outlook import Outlook, outlook
from media_sync.budget.store import Reservation, WindowState

__all__ = [
    "BudgetError",
    "BudgetUnknownError",
    "Claim",
    "Limiter",
    "NoCreditsError",
    "Outlook",
    "Reservation",
    "WindowState",
    "limiter_for",
    "outlook",
]
