"""Forms of the admin's pages about people and teams."""

from typing import Any

from django.core.exceptions import ValidationError
from unfold.forms import PaginationInlineFormSet, UserChangeForm, UserCreationForm

from accounts.models import Membership, Team, User
from accounts.services.teams import LastOwnerError, require_owner_after


class NewUserForm(UserCreationForm):
    """A new person with a first password, or with none for those who will come with an Imgur account."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        return _free_address(self.cleaned_data["email"], self.instance)


class UserForm(UserChangeForm):
    class Meta:
        model = User
        fields = ("email", "name", "is_active", "is_staff", "is_superuser")

    def clean_email(self) -> str:
        return _free_address(self.cleaned_data["email"], self.instance)


class MembershipFormSet(PaginationInlineFormSet):
    """Memberships of a team, or of a person. No team loses its last owner by it."""

    def clean(self) -> None:
        super().clean()
        changes: dict[Team, dict[int, int | None]] = {}
        before = [form.instance.pk for form in self.initial_forms]
        for membership in Membership.objects.filter(pk__in=before).select_related("team"):
            changes.setdefault(membership.team, {})[membership.user_id] = None
        for form in self.forms:
            row: Any = form.instance
            if form.is_valid() and not self._is_left_out(form) and row.team_id and row.user_id:
                changes.setdefault(row.team, {})[row.user_id] = row.role
        for team, roles in changes.items():
            try:
                require_owner_after(team, roles)
            except LastOwnerError as error:
                raise ValidationError(str(error)) from error

    def _is_left_out(self, form: Any) -> bool:
        return form in self.deleted_forms or (form in self.extra_forms and not form.has_changed())


def _free_address(email: str, person: User) -> str:
    """The address as we keep it: in lower case, and one person's only, whatever its case."""
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise ValidationError("Somebody has this address already.")
    return email
