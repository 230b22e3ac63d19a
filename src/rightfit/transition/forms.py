from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.finding.labels import MISSING
from rightfit.transition.outside import OutsideName

LONGEST = 1000
LONGEST_LINE = 500
LONGEST_NAME = 120
LONGEST_LETTER = 12000


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


class OutsideNameForm(forms.Form):
    """A name outside: never without a way to reach them, and never without why."""

    name = forms.CharField(
        label=_("Who is it? A person or a place."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write who it is.")},
    )
    reach = forms.CharField(
        label=_("How does one reach them? A number, an address or a page."),
        max_length=LONGEST_LINE,
        error_messages={"required": _("Write how to reach them. A name alone is a search.")},
    )
    why = forms.CharField(
        label=_("Why might they fit?"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why they might fit. It is read by the one who will ring them.")},
    )
    cost = forms.CharField(label=_("Fee and waiting time, if you know them"), required=False, max_length=LONGEST_LINE)
    room = forms.ChoiceField(
        label=_("Is there room?"),
        choices=OutsideName.Room.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you asked if there is room.")},
    )


class CarriedLetterForm(forms.Form):
    words = forms.CharField(
        max_length=LONGEST_LETTER,
        error_messages={
            "required": _("Write a word, or tear the letter up."),
            "max_length": _("It is longer than anybody will read. Make it shorter."),
        },
    )
