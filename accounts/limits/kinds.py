"""What is counted, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings


class Per(StrEnum):
    """Who shares an allowance.

    An address' own is many times a person's, so that nobody who is signed in can shut out an office that comes from one
    address; and strangers have one apart, so that nobody who is not signed in can.
    """

    PERSON = "person"  # signed in, wherever they come from
    ADDRESS = "address"  # all who are signed in and come from one address
    STRANGERS = "strangers"  # all who are not signed in and come from one address


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that is let through so often an hour. ``settings`` names, for each who shares an allowance, the setting
    that says how much it is. ``noun`` is what a person reads.
    """

    name: str
    noun: str
    settings: Mapping[Per, str]

    def an_hour(self, per: Per) -> int:
        """The allowance; 0 where there is no limit."""
        name = self.settings.get(per)
        return getattr(settings, name) if name else 0


# Files as they begin to arrive, and what has arrived of them: what fills the disk.
FILES = Limit(
    "files",
    "files",
    {Per.PERSON: "LIMIT_FILES_PER_HOUR_PER_PERSON", Per.ADDRESS: "LIMIT_FILES_PER_HOUR_PER_ADDRESS"},
)
BYTES = Limit(
    "bytes",
    "bytes of files",
    {Per.PERSON: "LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON", Per.ADDRESS: "LIMIT_UPLOAD_BYTES_PER_HOUR_PER_ADDRESS"},
)
BATCHES = Limit("batches", "batches", {Per.PERSON: "LIMIT_BATCHES_PER_HOUR_PER_PERSON"})
# Imgur meets each of these, under the name of our application.
OAUTH_STARTS = Limit(
    "oauth_starts",
    "visits to Imgur's sign-in page",
    {
        Per.PERSON: "LIMIT_OAUTH_STARTS_PER_HOUR_PER_PERSON",
        Per.STRANGERS: "LIMIT_OAUTH_STARTS_PER_HOUR_PER_ADDRESS",
    },
)
# Every request that changes something, whatever else it counts as.
CHANGES = Limit(
    "changes",
    "changes",
    {Per.PERSON: "LIMIT_CHANGES_PER_HOUR_PER_PERSON", Per.STRANGERS: "LIMIT_CHANGES_PER_HOUR_PER_ADDRESS"},
)
