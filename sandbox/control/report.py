"""What happened so far."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q

from sandbox import clock
from sandbox.limits import tally
from sandbox.limits.windows import Kind, all_open
from sandbox.models import Account, Album, Image


def state() -> dict[str, Any]:
    """The world in figures, the calls so far, and the windows as they stand. The calls counted are those answered."""
    calls = {tuple(name.rsplit(" ", 1)): count for name, count in tally.counts(tally.Kind.CALL).items()}
    by_route, by_status = Counter[str](), Counter[str]()
    for (route, status), count in calls.items():
        by_route[route] += count
        by_status["dropped" if status == "0" else status] += count
    refusals = {kind.value: 0 for kind in Kind} | tally.counts(tally.Kind.REFUSAL)
    return {
        "clock": clock.now(),
        "images": Image.objects.present().count(),
        "albums": Album.objects.count(),
        "accounts": _accounts(),
        "calls": {
            "total": sum(by_status.values()),
            "by_route": dict(sorted(by_route.items())),
            "by_status": dict(sorted(by_status.items())),
        },
        "refusals": {
            "429": by_status["429"],
            "upload_limit": refusals[Kind.UPLOAD_HOUR],
            "by_window": refusals,
        },
        "credits": {"spent": tally.counts(tally.Kind.CREDITS).get("spent", 0), "windows": windows()},
    }


def windows() -> list[dict[str, Any]]:
    """The windows that are open now."""
    return [
        {
            "kind": window.row.kind,
            "key": window.row.key,
            "limit": window.limit,
            "used": window.row.used,
            "remaining": window.remaining,
            "seconds_left": window.seconds_left,
        }
        for window in all_open()
    ]


def _accounts() -> dict[str, dict[str, int]]:
    images = dict(Account.objects.annotate(n=Count("images", filter=Q(images__deleted_at=None))).values_list("pk", "n"))
    albums = Account.objects.annotate(n=Count("albums")).values_list("username", "pk", "n").order_by("pk")
    return {username: {"images": images[pk], "albums": count} for username, pk, count in albums}
