"""The sign-up form with our words. Apart from accounts/forms.py, because allauth builds its form on the one there."""

from typing import Any

from allauth.account.forms import SignupForm


class PasswordSignupForm(SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"
        self.fields["password1"].help_text = "10 characters or more. Three plain words do well."
