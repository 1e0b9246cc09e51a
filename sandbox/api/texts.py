"""Titles and descriptions, as Imgur stores them."""

from sandbox.api.parameters import Parameters

IMAGE_TITLE_LENGTH = 128


def title_of(parameters: Parameters, *, length: int = IMAGE_TITLE_LENGTH) -> str | None:
    """The title, cut without a word (quirk Q26); a blank one is null."""
    return (parameters.text("title") or "").strip()[:length] or None


def description_of(parameters: Parameters) -> str | None:
    """The description; an empty one is null."""
    return parameters.text("description") or None
