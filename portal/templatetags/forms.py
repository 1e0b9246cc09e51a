"""Form fields in our dress and our words: class, what ties a field to its hint and its error, what the error says."""

from collections.abc import Iterable

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.utils import ErrorList
from django.utils.safestring import SafeString

register = template.Library()

# Errors of Django and allauth, by their codes, as we say them.
_SENTENCES = {
    "email_password_mismatch": "E-mail and password do not belong together.",
    "too_many_login_attempts": "Too many attempts in a row. Wait some minutes, or choose a new password by e-mail.",
    "rate_limited": "Too many attempts in a row. Wait some minutes, then do it once more.",
    "enter_current_password": "This is not your password.",
    "incorrect_password": "This is not your password.",
    "incorrect_code": "This code does not work. An app shows a new one every 30 seconds; a recovery code works once.",
    "email_taken": "There is an account with this address already.",
    "duplicate_email": "This address is yours already.",
    "password_too_common": "Too many people use this one.",
    "password_too_similar": "It is too much like your name or address.",
    "password_entirely_numeric": "Figures alone are easily guessed.",
    "add_email_blocked": "With a second factor on, addresses cannot be added. Turn it off first, then on again.",
    "unverified_email": "Confirm your e-mail address first.",
    "no_password": "You have no password yet. Choose one first, or nothing would let you in.",
    "no_verified_email": "You have no confirmed e-mail address yet. Confirm one first, or nothing lets you back in.",
    "same_as_current": "That is what it is already.",
}
# Those without a code of their own, or with one that our forms use too, by what they say.
_REWORDED = {
    "This field is required.": "This cannot stay empty.",
    "You must type the same password each time.": "The two are not the same.",
    "You cannot activate two-factor authentication until you have verified your email address.": (
        "Confirm all your e-mail addresses first (Settings, E-mail addresses), or remove those that you cannot."
    ),
    "You cannot add an email address to an account protected by two-factor authentication.": (
        "With a second factor on, addresses cannot be added. Turn it off first, then on again."
    ),
}


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_radio(field: BoundField) -> bool:
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field's widget with our class. Placeholders go: the label says it, and stays when one types."""
    attrs: dict[str, str | bool] = {} if is_checkbox(field) else {"class": "input"}
    notes = [f"{field.auto_id}_helptext"] if field.help_text else []
    if field.errors:
        attrs["aria-invalid"] = "true"
        notes.append(f"{field.auto_id}_error")
    if notes:
        attrs["aria-describedby"] = " ".join(notes)
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs=attrs)


@register.filter
def with_hint(field: BoundField, hint: str) -> BoundField:
    """The field with the page's hint in place of the form's; an empty one takes it away."""
    field.help_text = hint
    return field


@register.filter
def in_our_words(errors: ErrorList) -> Iterable[str]:
    """The sentences of a field's or form's errors: ours where the code is known, else what the form says."""
    for error, sentence in zip(errors.as_data(), errors, strict=True) if errors else ():
        yield _SENTENCES.get(error.code or "") or reworded(sentence)


@register.filter
def reworded(sentence: object) -> str:
    """A message that may be allauth's, as we say it."""
    return _REWORDED.get(str(sentence), str(sentence))
