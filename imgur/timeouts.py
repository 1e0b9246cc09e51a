"""How long a call may take, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from imgur.call import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long to wait, in seconds.

    ``connect``, ``read`` and ``upload_read`` (after a file went out, Imgur works on it) are the longest silences;
    ``upload_send`` is the longest silence while a file goes out, and while connecting for it. ``answer`` is for the
    answer as a whole, headers included, so that one that drips cannot hold a worker: at ``read`` (or ``upload_read``)
    plus ``answer`` after the last byte was sent, it is over.
    """

    connect: float = 5
    read: float = 30
    upload_read: float = 120
    upload_send: float = 30
    answer: float = 120

    def of(self, call: Call) -> tuple[float, float]:
        """The connect and read timeouts for ``call``. urllib3 applies the first to sending as well."""
        if call.upload or call.is_upload:
            return max(self.connect, self.upload_send), self.upload_read
        return self.connect, self.read


DEFAULT_TIMEOUTS = Timeouts()
