from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.listening.concerns import Concern
from rightfit.listening.hearing import free_to_hear
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship

LONGEST = 4000
TOO_LONG = {"max_length": _("This is too long: %(show_value)d of %(limit_value)d letters. Your text is kept.")}
WRITE = TOO_LONG | {"required": _("Write a few words.")}


class ConcernForm(forms.Form):
    """What it is, about the work with whom, what should happen, and who should read it."""

    words = forms.CharField(max_length=LONGEST, error_messages=WRITE)
    wish = forms.ChoiceField(
        choices=Concern.Wish.choices,
        error_messages={"required": _("Say what you would like to happen."), "invalid_choice": _("Pick one.")},
    )
    about = forms.ChoiceField(error_messages={"required": _("Say whom it is about."), "invalid_choice": _("Pick one.")})
    listener = forms.ChoiceField(required=False, error_messages={"invalid_choice": _("Pick one of these people.")})

    def __init__(self, *args: Any, pairs: list[Relationship], to_send: bool, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s"} | more)
        self.pairs = {str(pair.pk): pair for pair in pairs}
        self.to_send = to_send
        self.free = {key: free_to_hear(pair) for key, pair in self.pairs.items()}
        self.people: dict[str, Person] = {str(one.pk): one for free in self.free.values() for one in free}
        self._field("about").choices = [(key, pair.therapist.full_name) for key, pair in self.pairs.items()]
        self._field("listener").choices = [(key, one.full_name) for key, one in self.people.items()]
        if len(self.pairs) == 1:
            self._field("about").required = False

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type alone
        return field

    def clean_about(self) -> Relationship:
        return self.pairs[self.cleaned_data["about"] or next(iter(self.pairs))]

    def clean_listener(self) -> Person | None:
        return self.people.get(self.cleaned_data["listener"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        listener, pair = given["listener"], given["about"]
        if self.to_send and listener is None:
            self.add_error("listener", _("Pick who should read it, or save it without sending."))
        elif listener is not None and listener not in self.free[str(pair.pk)]:
            self.add_error("listener", _("This person is too close to the therapist. Pick somebody else."))
        return given


class EntryForm(forms.Form):
    words = forms.CharField(max_length=LONGEST, error_messages=WRITE)


class CodeForm(forms.Form):
    code = forms.CharField(max_length=40, error_messages={"required": _("Write the code.")})


def initial_of(concern: Concern) -> dict[str, str | UUID]:
    """Return what a draft's form holds."""
    listener = str(concern.listener_id) if concern.listener_id else ""
    return {
        "words": concern.words,
        "wish": concern.wish,
        "about": str(concern.relationship_id),
        "listener": listener,
    }
