"""The form of a schedule: how often it looks, and what it may spend in a day."""

from __future__ import annotations

from typing import Any

from django import forms

from media_sync.models import SyncSchedule
from media_sync.services.schedules import CADENCES

_LARGEST = 12_500


def _seconds(value: str) -> int | None:
    return int(value) if value else None


class ScheduleForm(forms.Form):
    """``key`` tells the forms of one page apart."""

    cadence = forms.TypedChoiceField(
        label="Look",
        required=False,
        coerce=_seconds,
        empty_value=None,
        choices=[(seconds or "", words) for seconds, words in CADENCES.items()],
        error_messages={"invalid_choice": "Choose one of the list."},
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
        values = {"cadence": schedule.chosen_seconds or "", "credits_per_day": schedule.credits_per_day}
        return cls(initial=values, key=str(schedule.pk))
