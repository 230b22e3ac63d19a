from django import forms
from django.utils.translation import gettext_lazy as _


class EnquiryForm(forms.Form):
    """A name, how to reach the person, and when. Nothing else is asked."""

    name = forms.CharField(
        label=_("What may we call you?"),
        max_length=80,
        error_messages={"required": _("Write a name. Any name will do.")},
    )
    reach = forms.CharField(
        label=_("How can we reach you?"),
        max_length=120,
        error_messages={"required": _("Write a number or an address, so that we can reach you.")},
    )
    when = forms.CharField(label=_("When is a good time? You may leave this out."), max_length=80, required=False)
    soon = forms.BooleanField(label=_("They need someone soon"), required=False)
