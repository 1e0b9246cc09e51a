"""Why a call may not go out now.

BudgetError
├── NoCreditsError       a window says no, until a moment
└── BudgetUnknownError   Redis has forgotten or does not answer: ask Imgur first, look again in a moment
"""

from datetime import datetime

# What a person reads, by window. When it goes on is said beside it.
_SENTENCES = {
    "client-day": "Today’s credits are used.",
    "user-hour": "This hour’s credits are used.",
    "post-hour": "This hour’s writes to Imgur are used.",
    "upload-hour": "This hour’s uploads are used.",
    "strikes": (
        "Imgur’s daily limit was reached on four days of this month; on a fifth Imgur would block everything for the "
        "rest of it. So nothing goes out until the month is over, unless an admin forgives one of those days."
    ),
    "team-share": "What is left of this hour is kept for the other teams.",
    "cap:team": "The team has used the credits that it may use a day.",
    "cap:person": "You have used the credits that you may use a day.",
    "cap:token": "This API token has used the credits that it may use a day.",
}


def sentence_of(window: str) -> str:
    """Why it waits, for a person."""
    kind = ":".join(window.split(":")[:2])
    return _SENTENCES.get(kind, "Imgur asks to wait.")


class BudgetError(Exception):
    """Nothing was taken from any window."""


class NoCreditsError(BudgetError):
    """``window`` has too little left for this call until ``retry_at``.

    Besides Imgur's windows it may be "strikes" (the daily limit was hit too often this month), "team-share", or a
    cap of our own, such as "cap:team:7".
    """

    def __init__(self, *, window: str, retry_at: datetime) -> None:
        self.window, self.retry_at = window, retry_at
        super().__init__(sentence_of(window))


class BudgetUnknownError(BudgetError):
    """How much is left is not known, and is never assumed."""

    def __init__(self, cause: str = "Imgur is asked how many credits are left.") -> None:
        super().__init__(cause)
