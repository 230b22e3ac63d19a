"""How the practice does: what was counted of each closed half-year, for the lead."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from rightfit.drawing import shares
from rightfit.keeping import clock
from rightfit.overview import figures
from rightfit.overview.counting import PARTS, Part
from rightfit.overview.figures import Share
from rightfit.overview.models import Period, name_of, ready_on
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part of a list: its words, its people, its share with the picture; no people: hidden."""

    words: str
    people: int | None
    share: Share | None
    picture: SafeString


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One list of a half-year: the whole and its parts."""

    about: str
    title: str
    whole: int | None
    lines: list[Line]


@require_GET
def half_years(request: SignedIn) -> HttpResponse:
    """The closed half-years, newest first; before the first, the day on which it will be here."""
    if not request.user.has_duty(Duty.Kind.LEAD):
        raise Http404
    closed = Period.objects.visible_to(request.user).prefetch_related("figures").order_by("-begins")
    to_come = Period.objects.to_come()
    context = {
        "periods": [(str(period), _lists(period)) for period in closed],
        "to_come": name_of(to_come),
        # Where the worker has not come by for long, the day has passed: it is counted with its next round.
        "ready_on": max(ready_on(to_come), clock.today()),
        "at_least": figures.AT_LEAST,
        "step": figures.STEP,
        "hands": figures.HANDS,
    }
    return render(request, "overview/half_years.html", context)


def _lists(period: Period) -> list[Listed]:
    people = {(one.about, one.part): one.people for one in period.figures.all()}
    return [
        Listed(
            about=about.value,
            title=str(about.label),
            whole=people[about, Part.ALL],
            lines=[_line(part, people[about, part], people[about, Part.ALL]) for part in parts],
        )
        for about, parts in PARTS.items()
    ]


def _line(part: Part, people: int | None, whole: int | None) -> Line:
    share = figures.share_of(people, whole) if people is not None and whole is not None else None
    # Made of three figures alone.
    picture = mark_safe(shares.bar(share.share, share.low, share.high) if share else "")  # noqa: S308
    return Line(words=str(part.label), people=people, share=share, picture=picture)
