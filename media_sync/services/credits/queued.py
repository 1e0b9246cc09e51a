"""The queue of an application as plain data, for forecasts."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, BooleanField, Case, Count, Max, Min, Value, When

from accounts.models import ImgurApp, LinkedAccount, Membership
from media_sync.budget.caps import holder_of_member, holder_of_team, spent_today
from media_sync.forecast import Waiting
from media_sync.kinds.base import kind_named
from media_sync.models import Lane, Operation

_CREATE_ALBUM, _ARRANGE_ALBUM = "album.create", "album.arrange"
# For these a person has to do something, so no plan can tell when they go on.
_FOR_A_PERSON = ("link", "admin")
_GROUP = (
    "team", "team__credit_weight", "team__daily_credits", "requested_by", "lane", "batch", "batch__album_title",
    "batch__album", "batch__restores_album", "kind", "state", "waits",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """As media_sync.forecast.Situation wants it."""

    waiting: list[Waiting]
    under_way: list[tuple[int, int | None, float]]
    albums: dict[int, Waiting]
    caps: dict[str, tuple[int, int]]


def queue_of(app: ImgurApp, *, now: datetime) -> Queued:
    """What waits and runs; without what waits for a person. A few queries, whatever the number of operations."""
    groups = list(_groups(app, now))
    caps = _caps(groups, app)
    waiting, under_way, albums = [], [], {}
    for group in groups:
        if group["state"] == Operation.State.RUNNING:
            under_way += [(group["team"], group["batch"], group["size"] or 0.0)] * group["count"]
        else:
            waiting.append(_waiting(group, caps))
        if _album_follows(group, groups):
            albums[group["batch"]] = _album_of(group, caps)
    return Queued(waiting=waiting, under_way=under_way, albums=albums, caps=caps)


def _groups(app: ImgurApp, now: datetime) -> Iterable[dict[str, Any]]:
    is_later = Case(When(not_before__gt=now, then=Value(True)), default=Value(False), output_field=BooleanField())
    return (
        Operation.objects.unfinished()
        .filter(account__app=app, account__state=LinkedAccount.State.WORKS)
        .exclude(waits_for__in=_FOR_A_PERSON)
        .annotate(waits=is_later)
        .order_by()
        .values(*_GROUP)
        .annotate(
            count=Count("pk", distinct=True),
            first=Min("pk"),
            ready_at=Max("not_before"),
            size=Avg("files__size_bytes"),
        )
    )


def _waiting(group: Mapping[str, Any], caps: Mapping[str, Any]) -> Waiting:
    kind = kind_named(group["kind"])
    # What has an unknown outcome is looked for first, and mostly found.
    is_known = group["state"] != Operation.State.UNKNOWN
    return Waiting(
        team=group["team"],
        weight=group["team__credit_weight"],
        lane=sorted(Lane).index(Lane(group["lane"])),
        place=group["first"],
        cost=kind.cost if is_known else 1,
        count=group["count"],
        size_bytes=group["size"] or 0.0,
        is_post=kind.is_post and is_known,
        is_upload=kind.is_upload and is_known,
        batch=group["batch"],
        ready_at=group["ready_at"] if group["waits"] else None,
        holders=_holders(group, caps),
    )


def _album_follows(group: Mapping[str, Any], groups: Iterable[Mapping[str, Any]]) -> bool:
    """Whether an album is made, or put in order, once the batch's uploads are done."""
    makes_album = group["batch__album_title"] or group["batch__restores_album"]
    return bool(group["batch"] and makes_album) and not any(
        other["batch"] == group["batch"] and other["kind"] in (_CREATE_ALBUM, _ARRANGE_ALBUM) for other in groups
    )


def _album_of(group: Mapping[str, Any], caps: Mapping[str, Any]) -> Waiting:
    kind = kind_named(_ARRANGE_ALBUM if group["batch__album"] else _CREATE_ALBUM)
    return Waiting(
        team=group["team"],
        weight=group["team__credit_weight"],
        lane=sorted(Lane).index(Lane.UPLOAD),
        place=math.inf,
        cost=kind.cost,
        count=1,
        is_post=kind.is_post,
        batch=group["batch"],
        holders=_holders(group, caps),
    )


def _caps(groups: Iterable[Mapping[str, Any]], app: ImgurApp) -> dict[str, tuple[int, int]]:
    """Of those whose operations wait: (credits a day, spent today), by holder."""
    limits = {holder_of_team(g["team"]): g["team__daily_credits"] for g in groups if g["team__daily_credits"]}
    people = {(g["requested_by"], g["team"]) for g in groups if g["requested_by"]}
    if people:
        capped = Membership.objects.filter(daily_credits__isnull=False, user__in={person for person, _ in people})
        for person, team, credits in capped.order_by().values_list("user", "team", "daily_credits"):
            if (person, team) in people:
                limits[holder_of_member(person, team)] = credits
    return {holder: (limit, spent_today(app.pk, holder)) for holder, limit in limits.items()}


def _holders(group: Mapping[str, Any], caps: Mapping[str, Any]) -> tuple[str, ...]:
    possible = (holder_of_team(group["team"]), holder_of_member(group["requested_by"] or 0, group["team"]))
    return tuple(holder for holder in possible if holder in caps)
