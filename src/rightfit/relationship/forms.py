from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.relationship.models import QuietWish

LONGEST_CONTACT = 200


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
