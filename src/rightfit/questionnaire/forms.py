from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.questionnaire.measures import Measure


class PackForm(forms.Form):
    """A questionnaire under the practice's own licence: its text, and who attests that it may be used."""

    text = forms.CharField(
        strip=False, max_length=200_000, error_messages={"required": _("Paste the definition of the questionnaire.")}
    )
    licence = forms.CharField(
        max_length=300, error_messages={"required": _("Say what allows you to use it: a contract, a letter, a page.")}
    )
    until = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    uses = forms.IntegerField(required=False, min_value=1)
    attested = forms.BooleanField(error_messages={"required": _("Tick that your practice may use it.")})

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < clock.today():
            raise forms.ValidationError(_("That day is over."))
        return until


def answers_in(measure: Measure, sent: Mapping[str, str]) -> dict[str, str]:
    """Return what was answered, by item; an item left out is not in it."""
    return {item.key: sent[item.key].strip() for item in measure.items if sent.get(item.key, "").strip()}


def questions(measure: Measure, answers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the questions for a page: text, what may be chosen, what is chosen."""
    return [
        {
            "key": item.key,
            "text": item.text,
            "options": [{"value": value, "label": label} for value, label in item.options]
            or [{"value": one, "label": one} for one in _figures(item.low, item.high, item.step)],
            "low_label": item.low_label,
            "high_label": item.high_label,
            "value": answers.get(item.key, ""),
        }
        for item in measure.items
    ]


def _figures(low: float, high: float, step: float) -> list[str]:
    return [f"{low + place * step:g}" for place in range(round((high - low) / step) + 1)]
