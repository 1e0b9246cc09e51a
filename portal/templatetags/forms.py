"""Form fields in our dress: class, and what ties a field to its hint and its error."""

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString

register = template.Library()


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
