"""What the bytes are that have come. The archive takes a file as Imgur has it: a damaged picture there is the original
all the same, as long as it is a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from media_sync.files import inspection
from media_sync.files.inspection import Measures, RefusedFileError
from media_sync.files.media_types import HEAD_BYTES, MediaType, media_type_of
from media_sync.models import BoardPicture, Image


class NoPictureError(Exception):
    """The bytes are no picture or video; the message is a sentence."""


class DoubtfulError(Exception):
    """Something is wrong with the bytes that asking once more may mend; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """What Imgur's API says of a picture."""

    width: int
    height: int
    is_animated: bool
    content_type: str

    @classmethod
    def of(cls, picture: Image | BoardPicture) -> Told:
        return cls(picture.width, picture.height, picture.is_animated, picture.content_type)

    @property
    def is_still(self) -> bool:
        return self.content_type.startswith("image/") and not self.is_animated


def look_at(path: Path, told: Told, *, is_final: bool) -> Measures:
    """What the file is. Raises NoPictureError; DoubtfulError unless ``is_final``, when a damaged file is taken as it
    is.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    media_type = media_type_of(head)
    if media_type is None:
        raise NoPictureError("What Imgur’s file host sends is not a picture or video.")
    measures = _measure(path, media_type, is_final=is_final)
    _refuse_another_picture(measures, told)
    return measures


def _measure(path: Path, media_type: MediaType, *, is_final: bool) -> Measures:
    try:
        return inspection.measure(path)
    except inspection.TooManyPixelsError:
        return inspection.measure_by_header(path, media_type)
    except RefusedFileError as error:
        if not is_final:
            raise DoubtfulError("The file came damaged.") from error
        return inspection.measure_by_header(path, media_type)


def _refuse_another_picture(measures: Measures, told: Told) -> None:
    """Where Imgur has closed itself off, every file is the same picture of a sentence; an old cache may have another
    one, too. A still of other measures than Imgur's API tells is not the original.
    """
    if not (told.is_still and told.width and told.height and measures.width and measures.height):
        return
    if {measures.width, measures.height} != {told.width, told.height}:
        raise DoubtfulError(
            f"Imgur’s file host sends a picture of {measures.width} × {measures.height}; this one has "
            f"{told.width} × {told.height}."
        )
