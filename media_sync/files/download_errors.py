"""How a download can end without a file; each message is a sentence for a person.

DownloadError
├── HostAwayError      the host is not reached, or asks to be left alone: nobody asks it for a while
├── BrokenOffError     what has come stays, and the rest can be asked for
├── WrongAnswerError   an answer, but not the file: from the beginning, later
├── RemovedError       Imgur has only its "removed" picture left
└── TooLargeError      more bytes than are taken
"""


class DownloadError(Exception):
    """The message is a sentence for a person."""


class HostAwayError(DownloadError):
    """``seconds`` is how long the host is to be left alone; ``was_answered`` is whether it said so itself."""

    def __init__(self, message: str, *, seconds: float, was_answered: bool) -> None:
        self.seconds, self.was_answered = seconds, was_answered
        super().__init__(message)


class BrokenOffError(DownloadError):
    """``progressed`` is whether any bytes had come."""

    def __init__(self, message: str, *, progressed: bool) -> None:
        self.progressed = progressed
        super().__init__(message)


class WrongAnswerError(DownloadError):
    pass


class RemovedError(DownloadError):
    pass


class TooLargeError(DownloadError):
    pass
