from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rightfit.finding import labels
from rightfit.finding.profile import Profile
from rightfit.finding.search import Search
from rightfit.keeping import clock
from rightfit.practice.models import Person

LONGEST = 2000
DONT_KNOW = ("", _("I don’t know yet"))
SPOKEN_HERE = 40


def _several(choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=choices, required=False)


def languages_here() -> list[tuple[str, str]]:
    """The languages that some therapist here speaks."""
    spoken = {language for known in Profile.objects.values_list("languages", flat=True) for language in known}
    return [(language, language) for language in sorted(spoken)[:SPOKEN_HERE]]


class SearchForm(forms.Form):
    """What somebody looks for. Every question may be skipped."""

    topics = _several(labels.TOPICS)
    at_home = _several(labels.AT_HOME)
    days = _several(labels.DAYS)
    parts = _several(labels.PARTS)
    languages = _several(languages_here)
    ways = _several(labels.WAYS)
    fee_up_to = forms.IntegerField(required=False, min_value=0, max_value=1000)
    musts = _several(labels.MUSTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side, _opening, left, right in labels.STYLES:
            choices = [("-1", left), ("1", right), DONT_KNOW]
            self.fields[f"style_{side}"] = forms.ChoiceField(choices=choices, required=False)

    @classmethod
    def of(cls, search: Search | None) -> "SearchForm":
        """Return the form as somebody left it last time; what was missing since is filled in where nothing was said."""
        if search is None:
            return cls()
        wishes = search.wishes or {}
        style = search.style_that_was_missing() | {side: way for side, way in wishes.get("style", {}).items() if way}
        return cls(initial=wishes | {f"style_{side}": str(way) for side, way in style.items()})

    def styles(self) -> list[tuple[str, Any]]:
        return [(str(opening), self[f"style_{side}"]) for side, opening, _left, _right in labels.STYLES]

    def wishes(self) -> dict[str, Any]:
        said = self.cleaned_data
        style = {side: int(said[f"style_{side}"]) for side, *_words in labels.STYLES if said.get(f"style_{side}")}
        plain = ("topics", "at_home", "days", "parts", "languages", "ways", "musts")
        return {name: said.get(name, []) for name in plain} | {"style": style, "fee_up_to": said.get("fee_up_to")}

    def carried(self) -> list[tuple[str, str]]:
        """The answers as hidden fields: they travel with the form and stand nowhere else."""
        known = [(name, value) for name in self.fields for value in self.data.getlist(name) if value]  # type: ignore[attr-defined]
        return [(name, str(value)[:80]) for name, value in known]


class WhoForm(forms.Form):
    """Whom to write to or ring."""

    given_name = forms.CharField(max_length=80, error_messages={"required": _("Write the name we should call you.")})
    email = forms.EmailField(required=False, error_messages={"invalid": _("This mail address is not complete.")})
    phone = forms.CharField(required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("email") and not said.get("phone") and "email" not in self.errors:
            self.add_error("email", _("Write a mail address or a phone number, so that we can answer."))
        return said


class ProfileForm(forms.Form):
    own_line = forms.CharField(max_length=300, error_messages={"required": _("Write one line about how you work.")})
    not_right_if = forms.CharField(
        max_length=300, error_messages={"required": _("Say for whom you may not be right. It helps people choose.")}
    )
    topics = _several(labels.TOPICS)
    at_home = _several(labels.AT_HOME)
    ways = _several(labels.WAYS)
    languages = forms.CharField(required=False, max_length=200)
    fee = forms.IntegerField(required=False, min_value=0, max_value=1000)
    times = _several([(f"{day}-{part}", f"{name} {part}") for day, name in labels.DAYS for part, _n in labels.PARTS])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side, _opening, left, right in labels.STYLES:
            choices = [("-1", left), ("1", right), ("", _("both, or it depends"))]
            self.fields[f"style_{side}"] = forms.ChoiceField(choices=choices, required=False)

    def styles(self) -> list[tuple[str, Any]]:
        return [(str(opening), self[f"style_{side}"]) for side, opening, _left, _right in labels.STYLES]

    def clean_languages(self) -> list[str]:
        return [one.strip() for one in self.cleaned_data["languages"].split(",") if one.strip()]

    def clean_times(self) -> list[tuple[int, str]]:
        return [(int(day), part) for day, _dash, part in (one.partition("-") for one in self.cleaned_data["times"])]

    def says(self) -> dict[str, Any]:
        said = self.cleaned_data
        style = {side: int(said[f"style_{side}"]) for side, *_words in labels.STYLES if said.get(f"style_{side}")}
        plain = ("own_line", "not_right_if", "topics", "at_home", "ways", "languages", "fee")
        return {name: said[name] for name in plain} | {"style": style}


def said_by(profile: Profile) -> dict[str, Any]:
    """What a profile says, as the form's fields want it."""
    plain = {name: getattr(profile, name) for name in ("own_line", "not_right_if", "topics", "at_home", "ways", "fee")}
    style = {f"style_{side}": str(value) for side, value in profile.style.items()}
    times = [f"{time.weekday}-{time.part}" for time in profile.free_times.all()]
    return plain | style | {"languages": ", ".join(profile.languages), "times": times}


class OfferForm(forms.Form):
    where = forms.CharField(
        max_length=200, error_messages={"required": _("Say where: a room, a number to ring, a link.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in (1, 2, 3):
            self.fields[f"time_{number}"] = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])

    def times(self) -> list[Any]:
        return [self[f"time_{number}"] for number in (1, 2, 3)]

    def clean(self) -> dict[str, Any]:
        starts = [self.cleaned_data.get(f"time_{number}") for number in (1, 2, 3)]
        self.cleaned_data["starts"] = [start for start in starts if start]
        if not self.cleaned_data["starts"]:
            self.add_error("time_1", _("Offer one time at least."))
        elif any(start <= clock.now() for start in self.cleaned_data["starts"]):
            self.add_error("time_1", _("One of these times is over. Write times to come."))
        return self.cleaned_data


class DeclineForm(forms.Form):
    better = forms.ModelMultipleChoiceField(Person.objects.none(), required=False)
    words = forms.CharField(required=False, max_length=300)
    when = forms.CharField(max_length=120, error_messages={"required": _("Say when they have room.")})

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["better"].queryset = colleagues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("better") and not self.cleaned_data.get("words"):
            self.add_error("better", _("Name somebody who would serve better, here or elsewhere."))
        return self.cleaned_data


class ImpressionForm(forms.Form):
    words = forms.CharField(required=False, max_length=LONGEST)

    def __init__(self, *args: Any, questions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for key, _text in questions:
            self.fields[key] = forms.IntegerField(required=False, min_value=0, max_value=10)

    def marks(self) -> dict[str, int]:
        said = self.cleaned_data
        return {key: said[key] for key, _text in self.questions if said.get(key) is not None}


class StoryForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in labels.STORY:
            self.fields[kind] = forms.CharField(required=False, max_length=LONGEST, label=label)


class LearnedForm(forms.Form):
    words = forms.CharField(max_length=300, error_messages={"required": _("Write what you learned.")})
