"""The envelope as XML.

As recorded in 2022: the root is ``<data type="array" success="1" status="200">`` for objects and lists alike; members
of lists are ``<item>``; booleans are words; null and "" are empty elements. The shape of a bare value is not recorded.
"""

import re
from typing import Any
from xml.etree import ElementTree

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_xml(envelope: dict[str, Any]) -> bytes:
    """The whole document, with its declaration."""
    data = envelope["data"]
    root = ElementTree.Element("data")
    if isinstance(data, dict | list):
        root.set("type", "array")
    root.set("success", "1" if envelope["success"] else "0")
    root.set("status", str(envelope["status"]))
    if isinstance(data, bool):
        root.text = "1" if data else "0"
    else:
        _fill(root, data)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="utf-8")


def _fill(element: ElementTree.Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, member in value.items():
            _fill(ElementTree.SubElement(element, name), member)
    elif isinstance(value, list):
        for member in value:
            _fill(ElementTree.SubElement(element, "item"), member)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = _printable(str(value))


def _printable(text: str) -> str:
    """``text`` without what XML cannot hold: control characters, halves of surrogate pairs, two that are none."""
    return _UNPRINTABLE.sub("", text)
