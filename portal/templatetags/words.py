"""Figures and moments in the words of our pages."""

import re
from datetime import datetime, timedelta
from zlib import crc32

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def human_bytes(size: int | None) -> str:
    """``8300000`` as "7.9 MB": steps of 1,024, as Imgur counts its limits; one place below ten."""
    if size is None:
        return ""
    if size < 1024:
        return f"{size} B"
    value = float(size)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1024
        if value < 999.5 or unit == "TB":
            return f"{value:.1f} {unit}" if value < 9.95 else f"{value:,.0f} {unit}"
    raise AssertionError("unreachable")


@register.filter
def clock(moment: datetime | None) -> str:
    """A moment as people say it: "14:06", "tomorrow 02:00", "19 Nov 13:40", "19 Nov 2025"."""
    if moment is None:
        return ""
    local, today = timezone.localtime(moment), timezone.localdate()
    away = (local.date() - today).days
    if away == 0:
        return f"{local:%H:%M}"
    if away in (1, -1):
        return f"{'tomorrow' if away == 1 else 'yesterday'} {local:%H:%M}"
    if local.year == today.year:
        return date_format(local, "j M H:i")
    return date_format(local, "j M Y")


@register.filter
def since(moment: datetime | None) -> str:
    """As ``clock``, with the word that makes it a sentence's end: "today 14:06"."""
    text = clock(moment)
    return f"today {text}" if len(text) == 5 else text


@register.filter
def at(moment: datetime | None) -> str:
    """As ``clock``, with the word in front that makes it part of a sentence: "at 14:06", "tomorrow 02:00"."""
    text = clock(moment)
    if len(text) == 5:
        return f"at {text}"
    return f"on {text}" if text[:1].isdigit() else text


@register.filter
def day(moment: datetime) -> str:
    """The heading of a day: "Today", "Yesterday", "Thursday, 19 November", with the year when it is another one."""
    local, today = timezone.localdate(moment), timezone.localdate()
    if local == today:
        return "Today"
    if local == today - timedelta(days=1):
        return "Yesterday"
    return date_format(local, "l, j F" if local.year == today.year else "j F Y")


@register.filter
def initials(name: object) -> str:
    """Two letters: "Mara Kessel" gives MK, "lanternfall_press" lp, "lanternfall" la."""
    words = re.findall(r"[^\W_]+", str(name))
    if len(words) > 1:
        letters = words[0][0] + words[1][0]
        return letters.upper() if " " in str(name) else letters
    return words[0][:2] if words else "?"


@register.filter
def hue(name: object) -> int:
    """A colour for a name, always the same, in degrees."""
    return crc32(str(name).encode()) % 360


@register.filter
def tally(number: int, noun: str) -> str:
    """``1|tally:"picture"`` is "1 picture", 4128 "4,128 pictures"; an own plural stands behind a comma."""
    singular, _, plural = noun.partition(",")
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


@register.filter
def length_of_time(seconds: float | None) -> str:
    """``74.2`` as "1:14"."""
    if seconds is None:
        return ""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


@register.filter
def format_name(content_type: str) -> str:
    """``image/jpeg`` as "JPEG"."""
    kind = content_type.rpartition("/")[2].lower()
    known = {"webp": "WebP", "quicktime": "MOV", "x-matroska": "MKV", "webm": "WebM", "svg+xml": "SVG"}
    return known.get(kind, kind.removeprefix("x-").upper())


@register.filter
def length_in_words(length: timedelta) -> str:
    """``timedelta(seconds=130)`` as "2 minutes"; hours from two on."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 1:
        return "less than a minute"
    return tally(minutes, "minute") if minutes < 120 else tally(round(minutes / 60), "hour")


def rhythm_in_words(every: timedelta) -> str:
    """``timedelta(minutes=112)`` as "every 2 hours": halves of an hour from one to three, days from two on."""
    hours = every / timedelta(hours=1)
    halves = round(hours * 2)
    if hours < 5 / 6:
        return f"every {length_in_words(every)}"
    if halves in {3, 5}:
        return f"every {halves // 2}½ hours"
    if hours < 48:
        return "every hour" if halves == 2 else f"every {tally(round(hours), 'hour')}"
    return f"every {tally(round(hours / 24), 'day')}"


@register.filter
def short_number(number: float) -> str:
    """``9375`` as "9.4k", for the edge of a chart."""
    if number < 1000:
        return f"{number:.0f}"
    return f"{number / 1000:.1f}".removesuffix(".0") + "k"


@register.filter
def unlocal(number: float) -> str:
    """A number as SVG writes it, whatever the language of the page."""
    return f"{number:.1f}".removesuffix(".0")


@register.filter
def sentence(text: str) -> str:
    """``Deleted at Imgur`` as "Deleted at Imgur.", so that another sentence may follow."""
    return text if not text or text[-1] in ".!?" else f"{text}."
