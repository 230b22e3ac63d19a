"""The form of a check-in, built from the measure's definition."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.checkin.models import Tap
from rightfit.checkin.reading import items
from rightfit.checkin.side import Side
from rightfit.keeping.matrix import Reader, reader_of

PARTS = {
    "choice": "parts/choice.html",
    "several": "parts/several.html",
    "rating": "parts/ten.html",
    "curved": "parts/arc.html",
}
NOBODY_LISTENS = _(
    "The practice has nobody you could tell at the moment. Nothing was sent. Pick another answer, or ring the practice."
)
# Which row of the matrix says who reads an item.
RECORD = {"tap": "tap", "more_of": "more_of"}


@dataclass(frozen=True, kw_only=True)
class Card:
    """One question as its card draws it."""

    part: str
    item: dict[str, Any]
    value: Any
    error: str
    who: Reader
    keep_name: str
    keep_checked: bool


class CheckInForm(forms.Form):
    """Every item may be left out; each may be kept to oneself."""

    def __init__(self, *args: Any, side: Side, names: dict[str, str], kept: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side, self.names, self.kept_before = side, names, set(kept)
        self.items = items(side)
        for item in self.items:
            self.fields[item.key] = _field(item)
            self.fields[f"keep_{item.key}"] = forms.BooleanField(required=False)

    def clean_tap(self) -> str:
        tap: str = self.cleaned_data["tap"]
        if tap == Tap.Choice.LISTENER and not self.names.get("listener"):
            raise forms.ValidationError(NOBODY_LISTENS)
        return tap

    def nobody_listens(self) -> None:
        """Say so when the last listener left between the opening of the form and its sending."""
        self.add_error("tap", NOBODY_LISTENS)

    def answers(self) -> dict[str, Any]:
        return {item.key: self.cleaned_data[item.key] for item in self.items}

    def kept(self) -> set[str]:
        return {item.key for item in self.items if self.cleaned_data[f"keep_{item.key}"]}

    def first_cards(self) -> list[Card]:
        """The tap and "a bit more of": asked each time."""
        return [self._card(item) for item in self.items if item.kind in ("choice", "several")]

    def rating_cards(self) -> list[Card]:
        return [self._card(item) for item in self.items if item.kind in ("rating", "curved")]

    def _card(self, item: Any) -> Card:
        options = [
            {"value": value, "label": label.format(**self.names)}
            for value, label in item.options
            if value != Tap.Choice.LISTENER or self.names.get("listener")
        ]
        keep_name = f"keep_{item.key}" if self.side is Side.CLIENT else ""
        kept = self[keep_name].value() if self.is_bound and keep_name else item.key in self.kept_before
        record = (
            RECORD.get(item.key, "rating")
            if self.side is Side.CLIENT
            else f"therapist_{RECORD.get(item.key, 'rating')}"
        )
        return Card(
            part=PARTS[item.kind],
            item={
                "key": item.key,
                "text": item.text.format(**self.names),
                "low": item.low,
                "high": item.high,
                "low_label": item.low_label,
                "mid_label": item.mid_label,
                "high_label": item.high_label,
                "options": options,
            },
            value=self[item.key].value(),
            error=" ".join(str(said) for said in self.errors.get(item.key, [])),
            who=reader_of(record, **self.names),
            keep_name=keep_name,
            keep_checked=bool(kept),
        )


def _field(item: Any) -> forms.Field:
    match item.kind:
        case "choice":
            return forms.ChoiceField(choices=[("", ""), *item.options], required=False)
        case "several":
            return forms.MultipleChoiceField(choices=item.options, required=False)
        case _:
            steps = [(str(step), str(step)) for step in range(int(item.low), int(item.high) + 1)]
            return forms.TypedChoiceField(choices=[("", ""), *steps], coerce=int, empty_value=None, required=False)
