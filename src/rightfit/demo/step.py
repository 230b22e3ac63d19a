"""One step of a walk through the demo."""

from dataclasses import dataclass

from rightfit.practice.models import Person


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do: whom to be, on which page, and what to look at."""

    person: Person
    page: str
    what: str
