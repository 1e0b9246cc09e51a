"""The form of a cap: credits a day, or nothing for as much as there is."""

from typing import Any

from django import forms

_LARGEST = 1_000_000


class CapForm(forms.Form):
    """``key`` tells the forms of one page apart."""

    daily_credits = forms.IntegerField(
        label="Credits a day",
        required=False,
        min_value=1,
        max_value=_LARGEST,
        error_messages={
            "invalid": "Write a whole number, or leave it empty for no cap.",
            "min_value": "A cap is at least 1 credit. Who should spend nothing becomes a viewer.",
            "max_value": f"At most {_LARGEST:,}. Leave it empty for no cap.",
        },
    )

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"cap-{key}-%s"
        self.fields["daily_credits"].widget.attrs |= {"inputmode": "numeric", "placeholder": ""}
