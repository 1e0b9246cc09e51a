"""Logs without secrets: whatever looks like a token, a key or a password is blanked before a line is written."""

import logging
import re

_KEYS = (
    r"access_token|refresh_token|client_secret|password|authorization|secret_key|seal_keys|api[-_]?key|deletehash"
    r"|csrfmiddlewaretoken|imgurhub_session|imgurhub_csrf|\bcode|\bpin"
)
_PATTERNS = (
    (re.compile(r"(?i)\b(bearer|client-id)\s+[0-9a-z._~+/=-]{8,}"), r"\1 ***"),
    (re.compile(rf"(?i)((?:{_KEYS})[\"']?\s*[=:]\s*[\"']?)(?!\s)[^\s\"'&,;}}]{{4,}}"), r"\1***"),
    # Imgur's tokens and secrets: 40 hex digits. A SHA-256 has 64 and stays readable.
    (re.compile(r"(?<![0-9a-fA-F])[0-9a-f]{40}(?![0-9a-fA-F])"), "***"),
    # The password in an address of a database, a Redis or a mail server.
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://[^:/@\s]*:)[^@\s]+(?=@)"), r"\1***"),
    # Links from mails that let whoever has them in.
    (re.compile(r"(/(?:reset/key|confirm-email)/)[^/\s\"'?]+"), r"\1***"),
)


def redact(text: str) -> str:
    """``text`` with every secret that it shows replaced by ``***``."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class RedactSecrets(logging.Filter):
    """Blanks secrets in the finished message and in tracebacks; never drops a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(_message(record)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        # A line whose arguments do not fit it is still a line, and no reason to fail where it was written.
        return f"{record.msg} {record.args}"


class SkipProbes(logging.Filter):
    """Drops Django's complaint that /readyz answered 503: the answer itself says what is missing, every few seconds."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(getattr(record, "request", None), "path", "") != "/readyz"
