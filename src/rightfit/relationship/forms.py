from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.relationship.models import QuietWish

LONGEST_CONTACT = 200
LONGEST_WORDS = 1500


class QuietWishForm(forms.Form):
    wish = forms.ChoiceField(choices=QuietWish.Wish.choices, error_messages={"required": _("Pick one of the three.")})
    safe_contact = forms.CharField(required=False, max_length=LONGEST_CONTACT)


class SeriesForm(forms.Form):
    first_at = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M"],
        error_messages={"required": _("Say when the first one is."), "invalid": _("Write the day and the time.")},
    )
    every_weeks = forms.TypedChoiceField(
        coerce=int, choices=[(1, _("every week")), (2, _("every two weeks"))], initial=1
    )
    minutes = forms.IntegerField(min_value=10, max_value=180, initial=50)
    place = forms.CharField(required=False, max_length=80)

    def clean_first_at(self) -> Any:
        first_at = self.cleaned_data["first_at"]
        if first_at <= clock.now():
            raise forms.ValidationError(_("That time is over. Write a time to come."))
        return first_at


class LastDayForm(forms.Form):
    last_on = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Say by which day."), "invalid": _("Write the day.")},
    )

    def clean_last_on(self) -> Any:
        last_on = self.cleaned_data["last_on"]
        if last_on < clock.today():
            raise forms.ValidationError(_("That day is over. Write a day to come."))
        return last_on


class EndWorkForm(forms.Form):
    """A therapist's ending: never without a word."""

    words = forms.CharField(
        max_length=LONGEST_WORDS,
        error_messages={"required": _("Write what they will read. Nobody should find an ending without a word.")},
    )


class ClosingWordsForm(forms.Form):
    words = forms.CharField(
        max_length=LONGEST_WORDS, error_messages={"required": _("Write a word, or leave it. You need not say more.")}
    )
