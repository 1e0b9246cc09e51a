"""Videos that take their time, by the switch `video_mode`: Imgur was seen to answer their upload in three ways."""

from sandbox import clock, switches
from sandbox.media.types import Facts


def ready_at(facts: Facts) -> float | None:
    """When an upload that comes now is worked on (epoch seconds); None: at once."""
    values = switches.current()
    if not facts.is_video or values.video_mode == "ready":
        return None
    return clock.now() + values.video_seconds


def needs_ticket(facts: Facts) -> bool:
    """Whether the upload is answered with a ticket (quirk Q31) instead of the image."""
    return facts.is_video and switches.current().video_mode == "ticket"
