"""Forms of the upload page."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, Self, TypedDict

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.models import LinkedAccount, Team, User
from media_sync.models import Album, Batch


class Choices(TypedDict):
    """What batches.describe and batches.send ask for."""

    account: LinkedAccount
    album_title: str
    privacy: str


class SendForm(forms.Form):
    """Where a batch goes. Offers only accounts of the team that work."""

    account = forms.ModelChoiceField(
        queryset=LinkedAccount.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Choose the account that it goes to.",
            "invalid_choice": "This account is not linked any more.",
        },
    )
    album_title = forms.CharField(
        label="Album", max_length=128, required=False, error_messages={"max_length": "At most 128 characters."}
    )
    privacy = forms.ChoiceField(label="Who may see it at Imgur", choices=Album.Privacy.choices)

    def __init__(self, *args: Any, team: Team, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ModelChoiceField)
        self._accounts = LinkedAccount.objects.contributable_by(user).filter(team=team).working().select_related("app")
        field.queryset = self._accounts

    @classmethod
    def for_draft(cls, batch: Batch, *, team: Team, user: User) -> Self:
        """What the draft says; without an account, or with one that works no longer, the team's first that does."""
        form = cls(initial={"album_title": batch.album_title, "privacy": batch.privacy}, team=team, user=user)
        offered = form.offered_accounts
        form.initial["account"] = batch.account if batch.account in offered else next(iter(offered), None)
        return form

    @cached_property
    def offered_accounts(self) -> list[LinkedAccount]:
        return list(self._accounts)

    @property
    def chosen_account(self) -> LinkedAccount | None:
        """The account chosen by now, whatever else is wrong with the form."""
        if not self.is_bound:
            chosen: LinkedAccount | None = self.initial["account"]
            return chosen
        self.is_valid()
        return self.cleaned_data.get("account")

    def choices(self) -> Choices:
        data = self.cleaned_data
        return {"account": data["account"], "album_title": data["album_title"].strip(), "privacy": data["privacy"]}


class Place(TypedDict):
    """What batches.reserve_place asks for."""

    client_key: str
    name: str
    size_bytes: int


class PlacesField(forms.Field):
    """A list of ``{"key", "name", "size"}``, at most a batch full."""

    def clean(self, value: Any) -> list[Place]:
        entries = super().clean(value)
        if not isinstance(entries, list) or not 0 < len(entries) <= settings.UPLOAD_MAX_FILES_PER_BATCH:
            raise ValidationError("Not a list of files.")
        return [self._place(entry) for entry in entries]

    def _place(self, entry: Any) -> Place:
        match entry:
            case {"key": str(key), "name": str(name), "size": int(size)} if (
                0 < len(key) <= 64 and 0 <= size < 2**62 and _can_be_kept(key) and _can_be_kept(name)
            ):
                return {"client_key": key, "name": name[-255:], "size_bytes": size}
        raise ValidationError("Not a file.")


def _can_be_kept(text: str) -> bool:
    """JSON can spell what no database takes: NUL, and halves of a surrogate pair."""
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)


class PlacesForm(forms.Form):
    places = PlacesField()

    @classmethod
    def from_json(cls, body: bytes) -> Self:
        """The form over a request's body; not valid when that is not JSON, or nested deeper than Python reads."""
        try:
            entries = json.loads(body.decode())
        except (ValueError, RecursionError):
            entries = None
        return cls({"places": entries})


class OrderField(forms.Field):
    """Numbers of files, in the wanted order: one value each."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        numbers = super().clean(value)
        if not all(number.isdecimal() and len(number) < 19 for number in numbers):
            raise ValidationError("Not a list of numbers.")
        return [int(number) for number in numbers]


class OrderForm(forms.Form):
    file = OrderField()


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files. The intake judges each by itself, so that one bad file stops no other."""

    widget = FilesInput

    def clean(self, value: Any, initial: Any = None) -> list[UploadedFile]:
        # Django refuses empty files here; the intake does it with a sentence at the file itself.
        files = [file for file in value or [] if file]
        if not files:
            raise ValidationError("Choose at least one file.")
        return files


class FilesForm(forms.Form):
    chosen = FilesField(label="Pictures and videos")
