"""Logs without secrets: whatever looks like a token, a key or a password is blanked before a line is written."""

import logging
import re

_PATTERNS = (
    re.compile(r"(?i)\b(bearer|client-id)\s+[0-9a-z._~+/=-]{8,}"),
    re.compile(
        r"(?i)((?:access_token|refresh_token|client_secret|password|authorization|secret_key|seal_keys|api[-_]?key|\bcode|\bpin)"
        r"[\"']?\s*[=:]\s*[\"']?)(?!\s)[^\s\"'&,;}]{4,}"
    ),
    # Imgur's tokens and secrets: 40 hex digits. A SHA-256 has 64 and stays readable.
    re.compile(r"(?<![0-9a-fA-F])[0-9a-f]{40}(?![0-9a-fA-F])"),
    re.compile(r"(?i)(rediss?://[^:/@\s]*:)[^@\s]+(?=@)"),
)


def redact(text: str) -> str:
    """``text`` with every secret that it shows replaced by ``***``."""
    text = _PATTERNS[0].sub(lambda match: f"{match[1]} ***", text)
    text = _PATTERNS[1].sub(lambda match: f"{match[1]}***", text)
    text = _PATTERNS[2].sub("***", text)
    return _PATTERNS[3].sub(lambda match: f"{match[1]}***", text)


class RedactSecrets(logging.Filter):
    """Blanks secrets in the finished message and in tracebacks; never drops a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True


class SkipProbes(logging.Filter):
    """Drops Django's complaint that /readyz answered 503: the answer itself says what is missing, every few seconds."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(getattr(record, "request", None), "path", "") != "/readyz"
