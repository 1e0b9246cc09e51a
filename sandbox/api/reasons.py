"""Why something is reported."""

from sandbox.api.errors import ApiError
from sandbox.api.parameters import Parameters

# Does not belong on Imgur, spam, abusive, mature content not marked, pornography.
REASONS = {"1", "2", "3", "4", "5"}


def reason_of(parameters: Parameters) -> int | None:
    """The `reason` that a report gives, if any. Raises ApiError when it is none."""
    text = parameters.text("reason")
    if not text:
        return None
    if text not in REASONS:
        raise ApiError(400, "Invalid reason")
    return int(text)
