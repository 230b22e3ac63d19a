from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.conversation.agreements import Agreement, FollowUp
from rightfit.conversation.cards import cards, laid
from rightfit.conversation.needs import MOST_CARDS, Need, Preparation
from rightfit.conversation.sorting import Sorting
from rightfit.keeping import clock

LONGEST = 1500
SHORT = 300
TOO_LONG = {"max_length": _("This is too long: %(show_value)d of %(limit_value)d letters. Your text is kept.")}
PICK_ONE = {"required": _("Pick one."), "invalid_choice": _("Pick one.")}


class NeedForm(forms.Form):
    """Up to three cards, own words, or both."""

    card = forms.MultipleChoiceField(required=False)
    words = forms.CharField(required=False, max_length=LONGEST, error_messages=TOO_LONG)
    since = forms.ChoiceField(required=False, choices=[("", "-"), *Need.Since.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picked = self.fields["card"]
        if isinstance(picked, forms.MultipleChoiceField):
            picked.choices = [(key, key) for key in cards()]

    def clean_card(self) -> list[str]:
        picked: list[str] = self.cleaned_data["card"]
        if len(picked) > MOST_CARDS:
            raise forms.ValidationError(_("Pick up to three. You can put a card back by tapping it again."))
        return picked

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("card") and not given.get("words"):
            self.add_error("card", _("Pick a card, or write a few words of your own."))
        return given


class PreparationForm(forms.Form):
    how = forms.ChoiceField(choices=Preparation.How.choices, error_messages=PICK_ONE)
    words = forms.CharField(required=False, max_length=LONGEST, error_messages=TOO_LONG)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("how") == Preparation.How.WRITE and "words" in given and not given["words"]:
            self.add_error("words", _("Write what should be read, or pick another way."))
        return given


class OwnWordsForm(forms.Form):
    words = forms.CharField(
        max_length=LONGEST, error_messages=TOO_LONG | {"required": _("Write a few words, or go back.")}
    )


class ReplyForm(forms.Form):
    words = forms.CharField(required=False, max_length=LONGEST, error_messages=TOO_LONG)


class UnderstandingsForm(forms.Form):
    """A box for each of the few things the two write down. Any may stay empty."""

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in keys:
            self.fields[key] = forms.CharField(required=False, max_length=SHORT, error_messages=TOO_LONG)


class SortingForm(forms.Form):
    """The ten cards, each on one of three piles. A card may be left lying."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for card in laid():
            self.fields[card.key] = forms.ChoiceField(required=False, choices=[("", ""), *Sorting.Pile.choices])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.values()):
            raise forms.ValidationError(_("Sort at least one card. The others may stay where they are."))
        return given

    def piles(self) -> dict[str, str]:
        return {key: pile for key, pile in self.cleaned_data.items() if pile}

    def rows(self) -> Iterator[tuple[Any, Any]]:
        for card in laid():
            yield card, self[card.key].value() or ""


class AgreementForm(forms.Form):
    what = forms.CharField(
        max_length=SHORT, error_messages=TOO_LONG | {"required": _("Write what changes. One line is enough.")}
    )
    who = forms.ChoiceField(choices=Agreement.Who.choices, error_messages=PICK_ONE)
    until = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Say until when."), "invalid": _("Write the day.")},
    )
    watch = forms.CharField(required=False, max_length=SHORT, error_messages=TOO_LONG)

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until <= clock.today():
            raise forms.ValidationError(_("That day is over. Write a day to come."))
        return until


class FollowUpForm(forms.Form):
    did = forms.ChoiceField(choices=FollowUp.Did.choices, error_messages=PICK_ONE)
    helped = forms.ChoiceField(choices=FollowUp.Helped.choices, error_messages=PICK_ONE)
