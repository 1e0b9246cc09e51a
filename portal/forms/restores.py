"""What is to be brought back, and where to."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import LinkedAccount, Team, User
from media_sync.models import Album, Image


class RestoreForm(forms.Form):
    """Pictures and albums by number, or all of an account; each only of ``team``, and as far as ``user`` may.

    A restoration is an upload. To put pictures into an album that lives, and to bring back a whole account, is for
    editors.
    """

    image = forms.ModelMultipleChoiceField(
        queryset=Image.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    album = forms.ModelMultipleChoiceField(
        queryset=Album.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    account = forms.ModelChoiceField(queryset=LinkedAccount.objects.none(), required=False, widget=forms.HiddenInput)
    to = forms.ModelChoiceField(queryset=LinkedAccount.objects.none(), required=False, empty_label=None)

    def __init__(self, *args: Any, team: Team, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        albums = Album.objects.contributable_by(user).filter(account__team=team)
        if not Team.objects.editable_by(user).filter(pk=team.pk).exists():
            albums = albums.filter(gone_at__isnull=False)
        images = Image.objects.contributable_by(user).filter(account__team=team)
        accounts = LinkedAccount.objects.filter(team=team)
        self._offer("image", images.select_related("account", "original").order_by("pk"))
        self._offer("album", albums.select_related("account", "cover_image").order_by("created_at", "pk"))
        self._offer("account", accounts.editable_by(user))
        self._offer("to", accounts.contributable_by(user).working())

    def _offer(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queryset

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data["image"] or data["album"] or data["account"]):
            self.add_error(None, "Choose what is to be brought back first.")
        return data
