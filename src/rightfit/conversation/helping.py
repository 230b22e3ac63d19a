"""The bridge of this room to the engine: cards for own words, and whether things are better since an agreement."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from rightfit.checkin.reading import SessionRead, read
from rightfit.engine.needs import Card, suggest
from rightfit.engine.repair import in_a_course

if TYPE_CHECKING:
    from rightfit.relationship.models import Relationship

__all__ = ["Card", "Since", "since", "suggest"]

# Of ten readings, how many are right, and how many are "too early": docs/science/repair.md, "How often it is right".
BETTER_RIGHT, NOT_BETTER_RIGHT, TOO_EARLY = 8, 9, 3
MARKS = frozenset({"client_score", "therapist_score", "unsaid"})


@dataclass(frozen=True, kw_only=True)
class Since:
    """What the therapist is told, and how sure that is, or why nothing can be said."""

    words: str
    how_sure: str


def since(relationship: "Relationship", moment: datetime) -> Since:
    """Say for the therapist how it reads since what they agreed at this moment.

    It is made of the therapist's reading of the course alone: what was kept private, and what is not due
    yet, changes nothing in it. It is computed when asked and never stored.
    """
    course = read(relationship, reader=relationship.therapist)
    before = sum(one.session.starts_at <= moment for one in course)
    later = course[before:]
    told = [place for place in range(before, len(course)) if _tells(course[place])]
    name = relationship.client.given_name
    if not before:
        return _cannot(_("no session lies before what you agreed, so there is nothing to compare with."))
    if not later:
        return _cannot(_("you have not met since."))
    if not told:
        return _cannot(_("there are no marks since that you may read by now, yours or {name}’s.").format(name=name))
    # As of the newest session that says something: where nothing comes in, hope alone would read as "better".
    course = course[: told[-1] + 1]
    if course[-1].cannot_tell:
        return _cannot(_("there are too few marks, or all of them are top marks."))
    _sure, verdict = in_a_course(
        session=np.arange(1, len(course) + 1),
        reasons=[one.reasons for one in course],
        p_rupture=np.array([one.p_strain for one in course]),
        agreed_at=before,
    )
    return _told(verdict)


def _tells(one: SessionRead) -> bool:
    """Say whether there is more of a session than that it took place: a mark, or a missed hour."""
    return any(source in MARKS or (source == "attended" and weight > 0) for source, weight in one.reasons)


def _cannot(why: str) -> Since:
    return Since(words=_("We cannot say, because {why}").format(why=why), how_sure="")


def _told(verdict: str) -> Since:
    right = _("In made-up practices about {count} of 10 such readings are right. Nobody has tried it with people.")
    if verdict == "better":
        return Since(words=_("Probably better."), how_sure=right.format(count=BETTER_RIGHT))
    if verdict == "not better":
        return Since(words=_("Probably not better yet."), how_sure=right.format(count=NOT_BETTER_RIGHT))
    often = _("In made-up practices that is the answer about {count} times in 10.")
    return Since(words=_("Too early to say."), how_sure=often.format(count=TOO_EARLY))
