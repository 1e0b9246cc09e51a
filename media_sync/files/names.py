"""Names that people's files bring."""

import unicodedata

_LONGEST = 200


def clean_name(name: str) -> str:
    """A file's own name without any path, control characters or excess length; "file" if nothing is left."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(character for character in name if character.isprintable()).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if len(name) > _LONGEST and dot and len(extension) <= 8:
        return f"{stem[: _LONGEST - 1 - len(extension)]}.{extension}"
    return name[:_LONGEST] or "file"
