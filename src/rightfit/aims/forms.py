from django import forms
from django.utils.translation import gettext_lazy as _

ONE_LINE = 140


class TaskForm(forms.Form):
    words = forms.CharField(
        max_length=ONE_LINE,
        error_messages={
            "required": _("Write one line, or go back: nothing is the usual."),
            "max_length": _(
                "This is longer than one line: %(show_value)d of %(limit_value)d letters. Your text is kept."
            ),
        },
    )


class GoalForm(forms.Form):
    words = forms.CharField(
        max_length=ONE_LINE,
        error_messages={
            "required": _("Write one line, or go back."),
            "max_length": _(
                "This is longer than one line: %(show_value)d of %(limit_value)d letters. Your text is kept."
            ),
        },
    )


class NearForm(forms.Form):
    near = forms.IntegerField(min_value=0, max_value=10)
