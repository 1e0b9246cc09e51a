"""Who spent what for what, as the usage page shows it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from accounts.models import Team, User
from media_sync.models import ApiCall, Lane
from media_sync.services.credits.ledger import Spent, spent_by_teams_of

_PURPOSES = {
    "image.upload": "Uploads",
    "album.create": "New albums",
    "album.arrange": "Albums put in order",
    "album.edit": "Edited albums",
    "album.set_images": "Edited albums",
    "image.edit": "Edited pictures",
    "sync": "Mirror",
    "audit": "Mirror, audit",
    ApiCall.READING: "Reading",
}


class Span(StrEnum):
    TODAY = "today"
    WEEK = "7"
    MONTH = "30"

    @property
    def label(self) -> str:
        return {"today": "Today", "7": "7 days", "30": "30 days"}[self.value]

    def since(self, now: datetime) -> datetime:
        if self is Span.TODAY:
            return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return now - timedelta(days=int(self.value))


@dataclass(frozen=True)
class Line:
    """``person`` is None for what nobody asked for, or somebody who is gone."""

    name: str
    person: User | None
    purposes: list[tuple[str, int]]
    calls: int
    credits: int


@dataclass(frozen=True)
class PurposeLine:
    name: str
    lane: str
    calls: int
    credits: int


@dataclass(frozen=True)
class Spending:
    people: list[Line]
    purposes: list[PurposeLine]
    calls: int
    credits: int


def spending_of(team: Team, user: User, span: Span) -> Spending:
    """Two queries, whatever there is."""
    now = timezone.now()
    spent = spent_by_teams_of(
        user, by=["person", "purpose", "lane"], since=span.since(now), until=now + timedelta(seconds=1), team=team
    )
    people = User.objects.in_bulk({one.of["person"] for one in spent if one.of["person"]}) if spent else {}
    return Spending(
        people=_people(spent, people),
        purposes=_purposes(spent),
        calls=sum(one.calls for one in spent),
        credits=sum(one.credits_charged for one in spent),
    )


def _people(spent: Iterable[Spent], people: dict[int, User]) -> list[Line]:
    calls, credits = Counter[int | None](), Counter[int | None]()
    purposes: dict[int | None, Counter[str]] = {}
    for one in spent:
        person = one.of["person"] if one.of["person"] in people else None
        calls[person] += one.calls
        credits[person] += one.credits_charged
        purposes.setdefault(person, Counter())[name_of(one.of["purpose"])] += one.credits_charged
    return [
        Line(
            str(people[person]) if person else "By itself",
            people[person] if person else None,
            purposes[person].most_common(),
            calls[person],
            total,
        )
        for person, total in credits.most_common()
    ]


def _purposes(spent: Iterable[Spent]) -> list[PurposeLine]:
    calls, credits = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for one in spent:
        key = (name_of(one.of["purpose"]), one.of["lane"])
        calls[key] += one.calls
        credits[key] += one.credits_charged
    return [
        PurposeLine(name, Lane(lane).label.capitalize(), calls[name, lane], total)
        for (name, lane), total in credits.most_common()
    ]


def name_of(purpose: str) -> str:
    """``image.upload`` as "Uploads"; what has no words of its own by its name."""
    return _PURPOSES.get(purpose) or purpose.replace(".", " ").replace("_", " ").capitalize()
