"""The form of a schedule: how often it looks, and what it may spend in a day."""

from __future__ import annotations

from typing import Any

from django import forms

from media_sync.models import SyncSchedule
from media_sync.services.looking.schedules import CADENCES

_LARGEST = 12_500


_LEARNED = "learned"


def _seconds(value: str) -> int | None:
    return None if value == _LEARNED else int(value)


class ScheduleForm(forms.Form):
    """``key`` tells the forms of one page apart."""

    cadence = forms.TypedChoiceField(
        label="Look",
        coerce=_seconds,
        choices=[(seconds or _LEARNED, words) for seconds, words in CADENCES.items()],
        error_messages={"invalid_choice": "Choose one of the list.", "required": "Choose how often."},
    )
    credits_per_day = forms.IntegerField(
        label="Credits a day, at most",
        min_value=1,
        max_value=_LARGEST,
        error_messages={
            "required": "Write how many credits it may spend in a day.",
            "invalid": "Write a whole number.",
            "min_value": "At least 1 credit. What should spend nothing is paused.",
            "max_value": f"At most {_LARGEST:,}: more than an application has in a day.",
        },
    )

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"schedule-{key}-%s"
        self.fields["credits_per_day"].widget.attrs |= {"inputmode": "numeric"}

    @classmethod
    def of(cls, schedule: SyncSchedule) -> ScheduleForm:
        """As it stands now."""
        values = {"cadence": schedule.chosen_seconds or _LEARNED, "credits_per_day": schedule.credits_per_day}
        return cls(initial=values, key=str(schedule.pk))
