"""Why a start did not succeed."""


class LaunchError(Exception):
    """The hub cannot start; the message says what is in the way and what to do."""


class StoppedError(Exception):
    """Somebody asked for the end while something was being waited for."""
