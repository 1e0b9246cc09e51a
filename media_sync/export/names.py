"""Names that every file system takes: no path inside, nothing hidden, nothing that Windows keeps for itself, and no two
that differ by case alone.
"""

import re
import unicodedata

# What one part of a path may measure in UTF-8; file systems take 255, and a copy may want to add something.
_LONGEST_BYTES = 180
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


def safe_part(text: str, *, extension: str = "") -> str:
    """``text`` as one part of a path, "untitled" if nothing is left of it; with ``.extension`` behind it if given."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    text = "".join(character for character in text if character.isprintable() and not _is_lone_half(character))
    text = _FORBIDDEN.sub("_", text).strip(" .")
    if _RESERVED.match(text):
        text = f"_{text}"
    suffix = f".{extension}" if extension else ""
    return (shortened(text, _LONGEST_BYTES - len(suffix)) or "untitled") + suffix


def shortened(text: str, most_bytes: int) -> str:
    """The beginning of ``text`` that takes ``most_bytes`` in UTF-8 at most."""
    return text.encode()[:most_bytes].decode(errors="ignore").rstrip(" .")


def _is_lone_half(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


class TakenNames:
    """Gives every path once; a second one that a careless file system would take for the same gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        # Where to go on counting, so that a thousand "untitled" do not ask half a million times.
        self._next: dict[str, int] = {}

    def take(self, path: str, *, extension: str = "") -> str:
        """``path`` itself, or with " (2)" and so on in front of ``.extension``."""
        stem = path.removesuffix(f".{extension}") if extension else path
        suffix = path[len(stem) :]
        key = _key(path)
        number = self._next.get(key, 1)
        given = path
        while _key(given) in self._taken:
            number += 1
            given = f"{stem} ({number}){suffix}"
        self._next[key] = number
        self._taken.add(_key(given))
        return given


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())
