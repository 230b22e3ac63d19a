from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.finding.labels import MISSING

LONGEST = 1000
LONGEST_LINE = 500


class BetterForm(forms.Form):
    """Someone else would serve better: never without a reason, and never without who."""

    reason = forms.CharField(
        max_length=LONGEST, error_messages={"required": _("Say why, in plain words. It is read with you in the room.")}
    )
    better = forms.CharField(
        max_length=LONGEST_LINE,
        error_messages={"required": _("Say who, or what kind of person, would serve better. A bare no helps nobody.")},
    )


class MissingForm(forms.Form):
    missing = forms.MultipleChoiceField(choices=MISSING, required=False)

    def labels(self) -> list[str]:
        """What was ticked, as sentences for the search."""
        return [str(label) for key, label in MISSING if key in self.cleaned_data["missing"]]


class OwnLineForm(forms.Form):
    own = forms.CharField(
        required=False, max_length=LONGEST_LINE, error_messages={"max_length": _("A line, no longer than this box.")}
    )


class PostcardForm(forms.Form):
    words = forms.CharField(
        max_length=LONGEST_LINE, error_messages={"required": _("Write a word, or leave it. You need not send one.")}
    )
