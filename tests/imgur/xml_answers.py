"""Imgur's answers as XML: one as recorded, and a writer that spells any payload the same way."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

# As recorded in 2022; an object, although it calls itself an array.
UPLOADED = b"""<?xml version="1.0" encoding="utf-8"?>
<data type="array" success="1" status="200">
  <id>aaaaaaa</id><title>text</title><description/><datetime>1234567890</datetime>
  <type>image/png</type><animated>false</animated><width>300</width><height>300</height>
  <size>1000</size><views>0</views><bandwidth>0</bandwidth><vote/><favorite>false</favorite>
  <nsfw/><section/><account_url/><account_id>0</account_id><is_ad>false</is_ad>
  <in_most_viral>false</in_most_viral><has_sound>false</has_sound><tags/><ad_type>0</ad_type>
  <ad_url/><edited>0</edited><in_gallery>false</in_gallery>
  <deletehash>aaaaaaaaaaaaaaa</deletehash><name/><link>https://i.imgur.com/aaaaaaa.png</link>
</data>
"""


def xml_of(data: Any, *, status: int = 200) -> bytes:
    """The whole answer around ``data``."""
    kind = ' type="array"' if isinstance(data, dict | list) else ""
    root = f'data{kind} success="{1 if status < 400 else 0}" status="{status}"'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{_inner(data)}</data>'.encode()


def xml_error(error: Any, status: int) -> bytes:
    """An error of shape E1 or E2 as XML."""
    return xml_of({"error": error, "request": "/3/x.xml", "method": "GET"}, status=status)


def as_xml_can_tell(data: Any) -> Any:
    """``data`` without what XML cannot tell: types become text, and whatever is empty becomes {}."""
    if isinstance(data, dict):
        return {name: as_xml_can_tell(member) for name, member in data.items()}
    if isinstance(data, list):
        return [as_xml_can_tell(member) for member in data] or {}
    return _text(data) or {}


def _inner(data: Any) -> str:
    if isinstance(data, dict):
        return "".join(f"<{name}>{_inner(member)}</{name}>" for name, member in data.items())
    if isinstance(data, list):
        return "".join(f"<item>{_inner(member)}</item>" for member in data)
    return escape(_text(data))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
