"""Whether a file reaches to its own end, told by the structure of its container and without decoding.

A decoder that shows the first frame says nothing about the rest. The containers say how long they are:
GIF https://www.w3.org/Graphics/GIF/spec-gif89a.txt, PNG https://www.w3.org/TR/png-3/#5DataRep, RIFF
https://developers.google.com/speed/webp/docs/riff_container, MP4 and QuickTime ISO/IEC 14496-12 (4.2),
Matroska and WebM RFC 8794 and RFC 9559, ASF "Advanced Systems Format Specification" (2.2),
MPEG ISO/IEC 13818-1 (2.5).
"""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from media_sync.files import media_types
from media_sync.files.media_types import MediaType


def reaches_its_end(path: Path, media_type: MediaType) -> bool:
    """False if the file was certainly cut off. True for kinds whose containers do not tell their own length."""
    walk = _WALKS.get(media_type)
    if walk is None:
        return True
    with path.open("rb") as file:
        try:
            return walk(file, os.fstat(file.fileno()).st_size)
        except EOFError:
            return False


def _exactly(file: BinaryIO, count: int) -> bytes:
    """The next ``count`` bytes. Raises EOFError if there are fewer."""
    read = file.read(count)
    if len(read) < count:
        raise EOFError
    return read


def _gif(file: BinaryIO, size_bytes: int) -> bool:
    """Blocks, of which each says its length, up to the trailer."""
    header = _exactly(file, 13)
    _exactly(file, _colour_table_bytes(header[10]))
    while (introducer := _exactly(file, 1)) != b"\x3b":
        if introducer == b"\x21":
            _exactly(file, 1)
        elif introducer == b"\x2c":
            descriptor = _exactly(file, 9)
            _exactly(file, _colour_table_bytes(descriptor[8]) + 1)
        elif introducer == b"\x00":  # some encoders close a block once too often
            continue
        else:
            return False
        length = _exactly(file, 1)[0]
        while length:
            length = _exactly(file, length + 1)[-1]
    return True


def _colour_table_bytes(flags: int) -> int:
    return 3 * 2 ** ((flags & 0b111) + 1) if flags & 0b1000_0000 else 0


def _png(file: BinaryIO, size_bytes: int) -> bool:
    """Chunks up to IEND; those of an animation come before it."""
    _exactly(file, 8)
    while True:
        head = _exactly(file, 8)
        end = file.tell() + int.from_bytes(head[:4], "big") + 4
        if end > size_bytes:
            return False
        if head[4:] == b"IEND":
            return True
        file.seek(end)


def _riff(file: BinaryIO, size_bytes: int) -> bool:
    """WebP is one RIFF chunk; a long AVI is several. A recorder that was stopped leaves the length 0."""
    position = 0
    while position + 12 <= size_bytes:
        file.seek(position)
        head = _exactly(file, 8)
        if head[:4] != b"RIFF":
            return True  # what others appended
        length = int.from_bytes(head[4:], "little")
        if not length:
            return True
        position += 8 + length
        if position > size_bytes:
            return False
        position += length % 2
    return True


def _boxes(file: BinaryIO, size_bytes: int) -> bool:
    """Top-level boxes, with the description (moov) among them."""
    seen: set[bytes] = set()
    position = 0
    while position < size_bytes:
        file.seek(position)
        head = file.read(8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if b"moov" in seen and (len(head) < 8 or not kind.isascii() or not kind.decode("ascii").isprintable()):
            return True  # padding, or what others appended
        if length == 1:
            length = int.from_bytes(_exactly(file, 8), "big")
            if length < 16:
                return False
        elif length == 0:  # to the end of the file
            length = size_bytes - position
        elif length < 8:
            return False
        seen.add(kind)
        position += length
    return position == size_bytes and b"moov" in seen


def _ebml(file: BinaryIO, size_bytes: int) -> bool:
    """The header and the segment after it; a recording that was streamed leaves the segment's length unknown."""
    _number(file, keeps_marker=True)
    header_bytes, _ = _number(file)
    file.seek(header_bytes, os.SEEK_CUR)
    while file.tell() < size_bytes:
        identifier, _ = _number(file, keeps_marker=True)
        length, is_unknown = _number(file)
        if is_unknown:
            return True
        if file.tell() + length > size_bytes:
            return False
        if identifier == _SEGMENT:
            return True
        file.seek(length, os.SEEK_CUR)
    return False


_SEGMENT = 0x18538067


def _number(file: BinaryIO, *, keeps_marker: bool = False) -> tuple[int, bool]:
    """A number whose first byte tells how many follow, and whether it is the one that means "unknown"."""
    first = _exactly(file, 1)[0]
    if not first:
        raise EOFError
    width = 9 - first.bit_length()
    number = int.from_bytes(bytes([first]) + _exactly(file, width - 1), "big")
    bits = 7 * width
    value = number & ((1 << bits) - 1)
    return number if keeps_marker else value, value == (1 << bits) - 1


def _asf(file: BinaryIO, size_bytes: int) -> bool:
    """Top-level objects; a broadcast that was recorded leaves the length of its data 0."""
    position = 0
    while position + 24 <= size_bytes:
        file.seek(position + 16)
        length = int.from_bytes(_exactly(file, 8), "little")
        if not length:
            return True
        if length < 24:
            return False
        position += length
    return position <= size_bytes


def _mpeg(file: BinaryIO, size_bytes: int) -> bool:
    """Packets of a program stream, with their lengths. Pictures alone, and what cannot be followed, tell none."""
    position = 0
    while position < size_bytes:
        file.seek(position)
        head = file.read(14)
        code = head[:4]
        if not code.startswith(b"\x00\x00\x01"[: len(code)]):
            return True  # padding, or a loss on the way that players step over
        if code == _MPEG_PACK:
            is_first_version = head[4:5] and head[4] >> 4 == 0b0010
            position += 12 if is_first_version else 14 + (_exactly(io.BytesIO(head), 14)[13] & 0b111)
        elif code == _MPEG_END:
            return True
        elif len(head) < 6:
            return False
        elif head[3] > _MPEG_PACK[3]:
            position += 6 + int.from_bytes(head[4:6], "big")
        else:
            return True
    return position == size_bytes


_MPEG_PACK, _MPEG_END = b"\x00\x00\x01\xba", b"\x00\x00\x01\xb9"


_WALKS: dict[MediaType, Callable[[BinaryIO, int], bool]] = {
    media_types.GIF: _gif,
    media_types.PNG: _png,
    media_types.WEBP: _riff,
    media_types.AVI: _riff,
    media_types.MP4: _boxes,
    media_types.QUICKTIME: _boxes,
    media_types.WEBM: _ebml,
    media_types.MATROSKA: _ebml,
    media_types.WMV: _asf,
    media_types.MPEG: _mpeg,
}
