"""Reads Imgur's XML form of an answer into what JSON would have given, as far as XML can tell.

XML knows no types: numbers and booleans stay text (the models read them from it), and null, "", an empty list and an
empty object are one and the same empty element. It is read as {}, which whoever asks takes for what it has to be: no
text, no number, a list of nothing.

The document comes from outside, so it may declare nothing: no document type, hence no entities of its own, neither
external ones nor such that grow when they are expanded. Depth and number of elements are bounded.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

DEEPEST_LEVEL = 250  # a comment's replies take two levels each; Python itself ends at about 1,000 calls
# Imgur's largest answers, albums of thousands of images, have a few hundred thousand.
_MOST_ELEMENTS = 1_000_000
_FLAGS = {"1": True, "true": True, "0": False, "false": False}


def read_xml(text: str) -> tuple[dict[str, Any], bool] | None:
    """The envelope that ``text`` begins with, and whether more follows; None for anything else (HTML among it)."""
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(text, True)
        has_more = False
    except (expat.ExpatError, _UnwelcomeError):
        has_more = True  # a second document, if the first was complete
    if builder.root is None:
        return None
    body = _envelope(builder.root)
    return None if body is None else (body, has_more)


class _UnwelcomeError(Exception):
    """Well-formed perhaps, but nothing that Imgur would send."""


class _Element:
    __slots__ = ("attributes", "members", "name", "pieces")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.members: list[tuple[str, Any]] = []
        self.pieces: list[str] = []

    def value(self) -> Any:
        """A list of its items, an object of its members, its text, or {} where there is nothing."""
        if self.members:
            if all(name == "item" for name, _ in self.members):
                return [member for _, member in self.members]
            return dict(self.members)
        text = "".join(self.pieces)
        if not text.strip():
            return [] if self.attributes.get("type") == "array" else {}
        # Imgur's documents show a notification whose null is spelled out.
        return None if self.name == "vote" and text == "null" else text


class _Builder:
    """Builds values from the inside out, so that no depth of the document is a depth of calls."""

    def __init__(self) -> None:
        self.root: _Element | None = None
        self._open: list[_Element] = []
        self._count = 0

    def doctype(self, *_declaration: object) -> None:
        raise _UnwelcomeError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= DEEPEST_LEVEL or self._count > _MOST_ELEMENTS:
            raise _UnwelcomeError
        self._open.append(_Element(name, attributes))

    def end(self, _name: str) -> None:
        element = self._open.pop()
        if self._open:
            self._open[-1].members.append((element.name, element.value()))
        else:
            self.root = element

    def text(self, piece: str) -> None:
        self._open[-1].pieces.append(piece)


def _envelope(root: _Element) -> dict[str, Any] | None:
    """The root's attributes around its value, typed as in JSON; None when the root is not Imgur's."""
    success, status = root.attributes.get("success"), root.attributes.get("status")
    if root.name != "data" or (success is None and status is None):
        return None
    body: dict[str, Any] = {"data": root.value()}
    if success is not None:
        body["success"] = _FLAGS.get(success.strip().lower(), success)
    if status is not None:
        body["status"] = int(status) if status.isascii() and status.isdigit() and len(status) < 10 else status
    return body
