"""What may be chosen for a source, and what that costs."""

from typing import Any, NamedTuple

from media_sync.models import WatchedSource
from media_sync.services.looking import schedules
from media_sync.sync.sources.prices import LookPrice, price_of_look

Kind = WatchedSource.Kind

_NEWEST, _POPULAR, _TOP = "newest first", "what is popular now", "highest score first"
# In Imgur's words, the usual one first. Orders that bring what is new last are of no use here.
_ORDERS: dict[Kind, dict[str, str]] = {
    Kind.ALBUM: {},
    Kind.SECTION: {"viral": _POPULAR, "time": _NEWEST, "top": _TOP},
    Kind.SUBREDDIT: {"time": _NEWEST, "top": _TOP},
    Kind.TAG: {"time": _NEWEST, "viral": _POPULAR, "top": _TOP},
    Kind.SEARCH: {"time": _NEWEST, "viral": _POPULAR, "top": _TOP},
    Kind.USER: {"newest": _NEWEST, "best": _TOP},
}
WINDOWS = {
    "day": "of the last day",
    "week": "of the last week",
    "month": "of the last month",
    "year": "of the last year",
    "all": "of all times",
}
SECTIONS = {"hot": "Most viral", "top": "Highest scoring", "user": "User submitted"}


class Price(NamedTuple):
    """Credits of a look and of a day, both at most. ``looks`` a day as the cadence has it."""

    look: LookPrice
    looks: int
    credits_per_day: int

    @property
    def credits_a_day(self) -> int:
        return min(self.look.credits * self.looks, self.credits_per_day)


def orders_of(kind: str, address: str) -> dict[str, str]:
    """The orders that a list may be read in, with what people call them."""
    orders = _ORDERS[Kind(kind)]
    if kind == Kind.SECTION and address == "user":
        return {"time": _NEWEST, "rising": "rising", **orders}
    return orders


def may_have_window(kind: str, address: str) -> bool:
    """Whether there is an order that a window of time counts for."""
    return address == "top" if kind == Kind.SECTION else "top" in orders_of(kind, address)


def options_of(kind: str, address: str, told: dict[str, Any]) -> dict[str, Any]:
    """Of ``told`` what counts for the source; the usual order where none is told, so that equal sources look equal."""
    orders = orders_of(kind, address)
    options = {name: told[name] for name in ("fields", "in_gallery") if told.get(name)}
    if orders:
        options["sort"] = told.get("sort") if told.get("sort") in orders else next(iter(orders))
        by_merit = may_have_window(kind, address) and (kind == Kind.SECTION or options["sort"] == "top")
        if by_merit:
            options["window"] = told.get("window") if told.get("window") in WINDOWS else "week"
    return options


def price_of(kind: str, *, depth_pages: int, chosen_seconds: int | None, credits_per_day: int) -> Price:
    """What looking at such a source costs at most. A learned cadence is taken at its quickest."""
    seconds = chosen_seconds or min(seconds for seconds in schedules.CADENCES if seconds)
    looks = max(1, 24 * 3600 // seconds)
    return Price(price_of_look(kind, depth_pages), looks, credits_per_day)
