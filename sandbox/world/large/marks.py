"""Copies of one picture that differ in bytes only: a text is put where the format has room for remarks.

The pictures stay whole and valid: a segment, chunk, extension or box of its own takes the text.
"""

import struct
import zlib

PNG_HEADER_ENDS = 33  # eight bytes of signature and the chunk IHDR


def marked(form: str, original: bytes, text: str) -> bytes:
    """``original``, a file of the extension ``form``, with ``text`` (ASCII, 200 characters at most) in it."""
    remark = text.encode("ascii")
    if len(remark) > 200:
        raise ValueError("A mark has 200 characters at most.")
    return _MARKS[form](original, remark)


def _jpeg(original: bytes, remark: bytes) -> bytes:
    return original[:2] + b"\xff\xfe" + struct.pack(">H", len(remark) + 2) + remark + original[2:]


def _png(original: bytes, remark: bytes) -> bytes:
    chunk = b"tEXtComment\0" + remark
    framed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return original[:PNG_HEADER_ENDS] + framed + original[PNG_HEADER_ENDS:]


def _gif(original: bytes, remark: bytes) -> bytes:
    return original[:-1] + b"\x21\xfe" + bytes([len(remark)]) + remark + b"\x00" + original[-1:]


def _webp(original: bytes, remark: bytes) -> bytes:
    padded = remark + b" " * (len(remark) % 2)
    body = original[8:] + b"NOTE" + struct.pack("<I", len(padded)) + padded
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _mp4(original: bytes, remark: bytes) -> bytes:
    return original + struct.pack(">I", len(remark) + 8) + b"free" + remark


_MARKS = {"jpg": _jpeg, "png": _png, "gif": _gif, "webp": _webp, "mp4": _mp4}
