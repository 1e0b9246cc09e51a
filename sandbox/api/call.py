"""One call, as the views see it."""

from dataclasses import dataclass

from sandbox.api.auth import Identity
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError
from sandbox.api.parameters import Parameters
from sandbox.limits.windows import Caller, Kind, Window
from sandbox.models import Account


@dataclass(frozen=True)
class Call:
    """Who calls, what they say, and how their windows stand after the call was charged.

    ``path`` and ``method`` are what an error shows as `request` and `method`.
    """

    path: str
    method: str
    identity: Identity
    parameters: Parameters
    caller: Caller
    windows: dict[Kind, Window]

    @property
    def account(self) -> Account | None:
        """The account that the call acts for."""
        return self.identity.account

    def successful_failure(self, message: str) -> Answer:
        """HTTP 200 and success, yet `data.error` is set: how Imgur answers some deletions (quirk Q1)."""
        return Answer(error_data(message, self.path, self.method))


def error_data(error: ApiError | str, path: str, method: str) -> dict[str, object]:
    """The `data` of a failure."""
    return {"error": error if isinstance(error, str) else error.error(), "request": path, "method": method}
