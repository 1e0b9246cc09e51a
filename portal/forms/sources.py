"""The forms of watched sources: what to watch, and how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from media_sync.models import Board, WatchedSource
from media_sync.services.looking import schedules
from media_sync.services.watching.source_addresses import LONGEST, NotUnderstoodError, Wanted, understand
from media_sync.services.watching.source_plans import WINDOWS, Price, may_have_window, options_of, orders_of, price_of
from media_sync.services.watching.sources import Plan

DEEPEST, LARGEST_CAP = 50, 10_000
NEW_BOARD, LEARNED = "new", "learned"
_WHOLE = "Write a whole number."


class AddressForm(forms.Form):
    what = forms.CharField(
        label="Address or words",
        # What is too long is told by who understands it; this only bounds what is looked at.
        max_length=10 * LONGEST,
        error_messages={"required": "Paste an address of Imgur, or write what to search for."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "enterkeyhint": "go"}),
    )

    @property
    def wanted(self) -> Wanted:
        """What was understood; of a valid form."""
        wanted: Wanted = self.cleaned_data["wanted"]
        return wanted

    def clean_what(self) -> str:
        what: str = self.cleaned_data["what"]
        try:
            self.cleaned_data["wanted"] = understand(what)
        except NotUnderstoodError as error:
            raise forms.ValidationError(str(error)) from error
        return what


class PlanForm(forms.Form):
    """How a source of one kind is looked at. Fields that its kind has no use for are not there."""

    sort = forms.ChoiceField(label="Order of the list")
    window = forms.ChoiceField(label="Out of which time", choices=list(WINDOWS.items()))
    depth_pages = forms.IntegerField(
        label="Pages of the list that a look reads at most",
        min_value=1,
        max_value=DEEPEST,
        initial=1,
        help_text="A page has 60 posts and costs 1 credit. A look ends early where nothing is new.",
        error_messages={
            "invalid": _WHOLE,
            "min_value": "At least one page.",
            "max_value": f"At most {DEEPEST} pages, which are 3,000 posts.",
        },
    )
    cadence = forms.TypedChoiceField(
        label="Look at it",
        choices=[(seconds or LEARNED, words) for seconds, words in schedules.CADENCES.items()],
        coerce=lambda word: None if word == LEARNED else int(word),
        initial=LEARNED,
    )
    credits_per_day = forms.IntegerField(
        label="Credits a day at most",
        min_value=1,
        max_value=LARGEST_CAP,
        initial=100,
        help_text="When they are spent, it waits for the next day.",
        error_messages={
            "invalid": _WHOLE,
            "min_value": "At least 1 credit. To spend none, pause it.",
            "max_value": f"At most {LARGEST_CAP:,}.",
        },
    )
    keeps_originals = forms.BooleanField(
        label="Keep the originals of what it finds",
        required=False,
        initial=True,
        help_text="Downloads cost no credits, but room on our disk. Without them the board shows words only.",
    )

    def __init__(self, *args: Any, kind: str, address: str, told: dict[str, Any], **named: Any) -> None:
        """``told`` are the options that are chosen already: those of the row, or of the address."""
        super().__init__(*args, **named)
        self._kind, self._address, self._told = kind, address, told
        orders = orders_of(kind, address)
        for name, is_of_use in (
            ("sort", bool(orders)),
            ("window", may_have_window(kind, address)),
            ("depth_pages", kind != WatchedSource.Kind.ALBUM),
        ):
            if not is_of_use:
                del self.fields[name]
        for name, value in options_of(kind, address, told).items():
            self.initial.setdefault(name, value)
        if orders:
            self.fields["sort"].choices = list(orders.items())  # type: ignore[attr-defined]
        if "window" in self.fields:
            self.initial.setdefault("window", "week")
            if kind != WatchedSource.Kind.SECTION:
                self.fields["window"].help_text = "Counts for the highest score only."
        for name in ("depth_pages", "credits_per_day"):
            if name in self.fields:
                self.fields[name].widget.attrs["inputmode"] = "numeric"

    @property
    def plan(self) -> Plan:
        """Of a valid form."""
        chosen = {name: self.cleaned_data[name] for name in ("sort", "window") if name in self.fields}
        return Plan(
            options=options_of(self._kind, self._address, self._told | chosen),
            depth_pages=self.cleaned_data.get("depth_pages", 1),
            keeps_originals=self.cleaned_data["keeps_originals"],
            chosen_seconds=self.cleaned_data["cadence"],
            credits_per_day=self.cleaned_data["credits_per_day"],
        )

    @property
    def price(self) -> Price | None:
        """What it costs as it is filled in; None while something in it is wrong."""
        if not self.is_bound:
            depth, cadence, cap = (self._begun(name) for name in ("depth_pages", "cadence", "credits_per_day"))
        elif self.is_valid():
            depth, cadence = self.plan.depth_pages, self.plan.chosen_seconds
            cap = self.plan.credits_per_day
        else:
            return None
        seconds = None if cadence == LEARNED else cadence
        return price_of(self._kind, depth_pages=depth or 1, chosen_seconds=seconds, credits_per_day=cap)

    def _begun(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name) if name in self.fields else None


class NewSourceForm(PlanForm):
    """The same, and the board that it fills: one of the team's, or a new one."""

    board = forms.ChoiceField(label="Board")
    new_board = forms.CharField(label="Title of the new board", max_length=128, required=False)

    def __init__(self, *args: Any, boards: Iterable[Board], **named: Any) -> None:
        super().__init__(*args, **named)
        self._boards = {str(board.pk): board for board in boards}
        self.fields["board"].choices = [  # type: ignore[attr-defined]
            *((pk, board.title) for pk, board in self._boards.items()),
            (NEW_BOARD, "A new board"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("board") == NEW_BOARD and not cleaned.get("new_board", "").strip():
            self.add_error("new_board", "Give the new board a title.")
        return cleaned

    @property
    def chosen_board(self) -> Board | None:
        """The board that was chosen; None for a new one."""
        return self._boards.get(self.cleaned_data["board"])


class BoardForm(forms.Form):
    title = forms.CharField(
        label="Title",
        max_length=128,
        error_messages={"required": "A board needs a title.", "max_length": "At most 128 characters."},
    )
