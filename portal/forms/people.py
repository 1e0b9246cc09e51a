"""Forms about the person."""

from django import forms

from accounts.models import User


class SettingsForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "theme"]
        labels = {"name": "Your name", "theme": "Light or dark"}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["name"].error_messages["required"] = "Your team has to call you something."
