"""The course of two people, as points for the drawing: chart, sentence and table say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rightfit.checkin.looking import LookTogether
from rightfit.checkin.models import Answer
from rightfit.checkin.past import PastRating
from rightfit.checkin.reading import THERAPIST_RATING, SessionRead, connection, read
from rightfit.checkin.side import Side, side_of
from rightfit.checkin.worth_asking import Signal
from rightfit.drawing import course as drawing
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship

ENOUGH_MARKS = 3
TOP = 9.9


@dataclass(frozen=True, kw_only=True)
class Course:
    """What a page shows of a course."""

    phone: SafeString
    desktop: SafeString
    sentence: str
    rows: Sequence[drawing.Row]
    key: Sequence[tuple[SafeString, str]]
    client_name: str
    therapist_name: str
    is_empty: bool
    client_at_top: bool


def at_home(relationship: Relationship, client: Person) -> Course:
    """The client's own line, alone."""
    course = read(relationship, reader=client)
    points = _points(course, relationship, client, client={one.session.pk: one.client for one in course}, therapist={})
    return _drawn(points, voices="client", names=(_("you"), relationship.therapist.given_name), at_home=True)


def for_therapist(relationship: Relationship, therapist: Person) -> Course:
    """Both lines, as far as the therapist may read the client's by now."""
    course = read(relationship, reader=therapist)
    points = _points(
        course,
        relationship,
        therapist,
        client=_readable_client_means(relationship, therapist),
        therapist={one.session.pk: one.therapist for one in course},
    )
    names = (relationship.client.given_name, _("you"))
    return _drawn(points, voices="both", names=names, at_home=False)


def in_the_session(relationship: Relationship, person: Person) -> Course:
    """Both lines on one screen, while the two look together: only what both may see."""
    course = read(relationship, reader=relationship.therapist)
    shown = Answer.objects.seen_together_by(relationship.client).filter(
        check_in__session__relationship=relationship, item=THERAPIST_RATING
    )
    therapist: dict[Any, float | None] = {**PastRating.objects.on_ten(relationship, Side.THERAPIST)}
    therapist |= {answer.check_in.session_id: float(answer.value) for answer in shown.select_related("check_in")}
    points = _points(
        course,
        relationship,
        person,
        client=_readable_client_means(relationship, relationship.therapist),
        therapist=therapist,
        hints=False,
    )
    other = relationship.other(person).given_name
    names = (_("you"), other) if side_of(person, relationship) is Side.CLIENT else (other, _("you"))
    return _drawn(points, voices="both", names=names, at_home=False)


def _readable_client_means(relationship: Relationship, therapist: Person) -> dict[Any, float | None]:
    ratings: dict[Any, dict[str, Any]] = {}
    answers = Answer.objects.shared_by_clients_of(therapist).filter(check_in__session__relationship=relationship)
    for answer in answers.select_related("check_in"):
        ratings.setdefault(answer.check_in.session_id, {})[answer.item] = answer.value
    past = PastRating.objects.on_ten(relationship, Side.CLIENT)
    return past | {session: connection(given) for session, given in ratings.items()}


def _points(
    course: Sequence[SessionRead],
    relationship: Relationship,
    reader: Person,
    *,
    client: dict[Any, float | None],
    therapist: dict[Any, float | None],
    hints: bool = True,
) -> list[drawing.Point]:
    signals = Signal.objects.visible_to(reader).filter(session__relationship=relationship)
    asked = set(signals.values_list("session", flat=True)) if hints else set()
    looked = set(
        LookTogether.objects.opened().filter(session__relationship=relationship).values_list("session", flat=True)
    )
    points = []
    for one in course:
        marks = ["together"] if one.session.pk in looked else []
        marks += ["asking"] if one.session.pk in asked else []
        mine, theirs = client.get(one.session.pk), therapist.get(one.session.pk)
        points.append(
            drawing.Point(
                number=one.number,
                label=date_format(clock.local(one.session.starts_at), "j M"),
                client=mine,
                client_band=one.client_band if mine is not None else None,
                therapist=theirs,
                therapist_band=one.therapist_band if theirs is not None else None,
                cannot_tell=one.cannot_tell,
                happened=_happened(one),
                marks=tuple(marks),
            )
        )
    return points


def _happened(one: SessionRead) -> str:
    if one.number is not None:
        return "held"
    return "cancelled" if one.session.is_cancelled else "missed"


def _drawn(points: list[drawing.Point], *, voices: Any, names: tuple[str, str], at_home: bool) -> Course:
    return Course(
        phone=_svg(drawing.draw(points, voices=voices, names=names, size="phone", ident="course-phone")),
        desktop=_svg(drawing.draw(points, voices=voices, names=names, size="desktop", ident="course-desktop")),
        sentence=drawing.sentence(points, voices=voices, names=names, at_home=at_home),
        rows=drawing.rows(points, voices=voices),
        key=[(_svg(entry.picture), entry.words) for entry in drawing.key(points)],
        client_name=names[0],
        therapist_name=names[1] if voices == "both" else "",
        is_empty=not points,
        client_at_top=_says_nothing(points),
    )


def _says_nothing(points: Sequence[drawing.Point]) -> bool:
    """Say whether every mark of the client lies at the top: lovely, or hard to say less."""
    marks = [point.client for point in points if point.client is not None]
    return len(marks) >= ENOUGH_MARKS and min(marks) >= TOP


def _svg(markup: str) -> SafeString:
    # The drawing escapes every name it is given; its tests hold it to that.
    return mark_safe(markup)  # noqa: S308
