"""The form that takes a text with links."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from media_sync.services.gone.link_rewriting import MOST_BYTES


class TextForm(forms.Form):
    """Any text, at most 1 MB; its line ends become plain ones, as browsers send others than were pasted."""

    text = forms.CharField(
        label="Text with links",
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": "Paste a text first."},
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
            raise ValidationError("The text has more than 1 MB. Paste it in parts.")
        return text.replace("\r\n", "\n")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"rows": 12, "spellcheck": "false", "wrap": "off"}
