from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.practice.models import Duty, Person, Practice

WRITE_A_NAME = {"required": _("Write the first name.")}
WRITE_AN_ADDRESS = {
    "required": _("Write the e-mail address."),
    "invalid": _("This is not a whole address yet. It looks like name@example.org."),
}


# Fields carry their name as id: the list of what needs another look leads to them.
PLAIN = "%s"


class WhoForm(forms.Form):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": PLAIN} | more)

    given_name = forms.CharField(label=_("First name"), max_length=80, error_messages=WRITE_A_NAME)
    family_name = forms.CharField(label=_("Family name (may be left out)"), max_length=80, required=False)


class InviteForm(WhoForm):
    email = forms.EmailField(label=_("E-mail"), max_length=254, error_messages=WRITE_AN_ADDRESS)


class FirstForm(InviteForm):
    practice = forms.CharField(
        label=_("What is the practice called?"),
        max_length=120,
        error_messages={"required": _("Write the practice’s name. You can change it later.")},
    )
    field_order = ("practice", "given_name", "family_name", "email")


class HouseForm(forms.ModelForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": PLAIN} | more)

    class Meta:
        model = Practice
        fields = ("name", "about", "phone", "country", "out_of_hours", "cancel_hours", "keep_years")
        labels = {
            "name": _("What is the practice called?"),
            "about": _("Who are you, and who comes to you? People read this before they ask."),
            "phone": _("Phone"),
            "country": _("Country, in two letters (for the emergency numbers)"),
            "out_of_hours": _("What can a person do when nobody is there?"),
            "cancel_hours": _("How many hours before may a session be cancelled without a fee?"),
            "keep_years": _("How many years is a record kept after the work has ended? Then it is erased by itself."),
        }
        error_messages = {
            "name": {"required": _("Write the practice’s name.")},
            "about": {
                "max_length": _("This is too long: %(show_value)d of %(limit_value)d letters. Your text is kept.")
            },
        }
        help_texts = dict.fromkeys(fields, "")

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        if len(country) != len("IE") or not country.isalpha():
            raise forms.ValidationError(_("Write two letters, as in IE or GB."))
        return country


class NameForm(forms.Form):
    """Who looks after something: one of the house, or somebody new by name and address."""

    # The lead stands last: nobody becomes one because a first choice was left as it was.
    kind = forms.ChoiceField(
        label=_("Who is the"), choices=sorted(Duty.Kind.choices, key=lambda one: one[0] == Duty.Kind.LEAD)
    )
    person = forms.ModelChoiceField(
        label=_("Somebody who is here"), queryset=Person.objects.none(), required=False, empty_label=_("somebody new")
    )
    given_name = forms.CharField(label=_("Somebody new: first name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False, error_messages=WRITE_AN_ADDRESS)
    phone = forms.CharField(label=_("Phone (may be left out)"), max_length=40, required=False)

    def __init__(self, *args: Any, by: Person, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": PLAIN} | more)
        people = Person.objects.visible_to(by).filter(is_active=True).order_by("given_name", "family_name")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("person"):
            if not found.get("given_name"):
                self.add_error("given_name", _("Pick somebody who is here, or write a first name."))
            if not found.get("email") and "email" not in self.errors:
                self.add_error("email", _("Somebody new needs an e-mail address, to sign in."))
        return found
