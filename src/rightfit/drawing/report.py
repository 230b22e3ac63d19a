"""The page of `rightfit read --report`: one file that a practice lead understands, and that asks nothing of the net.

People's words come first, every figure is folded away under the words it belongs to, and under each figure
stands what it means. There is no figure of a single therapist, and no rank: courses are named by their
client, and whose they are stands in the output file alone.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from rightfit.drawing import pictures
from rightfit.drawing.course import SHOWN, Axis, Point, Voices, draw, key, sentence
from rightfit.drawing.words import gettext as _

if TYPE_CHECKING:
    from rightfit.engine.summary import CourseToLookAt, Levels, ReportData

FEW = 8
"""Courses below which their spread is not drawn: somebody could be recognised."""
OPEN = 3
"""Courses that are shown at once; the others unfold."""
CALIBRATE_FROM = 30
"""Courses from which `rightfit calibrate` can fit the reading to a practice."""


def page(data: "ReportData") -> str:
    """Return the whole page as HTML: style, font and drawings inside, no script, no request."""
    body = [
        _head(data),
        '<div class="wrap">',
        *_read_this_first(data),
        _in_short(data),
        *_worth_asking(data),
        _how_it_stands(data),
        _what_to_do(data),
        _not_read(data),
        _how_it_was_read(data),
        "</div>",
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(_('What your sessions say'))} · rightfit</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        f'<style>\n{stylesheet()}</style>\n</head>\n<body class="h bare">\n<main>\n'
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


# ---- the parts, in reading order -----------------------------------------------------------------------------


def _head(data: "ReportData") -> str:
    lede = _("{courses} and {sessions}. What follows are questions, not verdicts.").format(
        courses=_count(data.courses, _("one course"), _("{n} courses")),
        sessions=_count(data.sessions, _("one session"), _("{n} sessions")),
    )
    return (
        '<div class="brow"><div class="in">'
        f'<p class="mark">{pictures.mark()}<span>rightfit</span></p>'
        f'<p class="kick">{escape(_("Private. Made from {name}").format(name=data.name))}</p>'
        f"<h1>{escape(_('What your sessions say'))}</h1><p>{escape(lede)}</p></div></div>{pictures.wave()}"
    )


def _read_this_first(data: "ReportData") -> Iterable[str]:
    if data.remarks:
        yield (
            f'<section class="ask"><p class="kick">{pictures.icon("q")} {escape(_("Please read this first"))}</p>'
            + "".join(f"<p>{_with_commands(remark)}</p>" for remark in data.remarks)
            + "</section>"
        )


def _in_short(data: "ReportData") -> str:
    if not data.courses:
        return _card(_("In short"), _p(_("No session could be read, so there is nothing to say yet.")))
    # A share in words: a percentage would sound surer than it is.
    if data.courses_with_signal:
        asking = _("In {some} of {all}, something may have changed between the two at some point.").format(
            some=data.courses_with_signal, all=_count(data.courses, _("one course"), _("{n} courses"))
        )
        for_nothing = _(
            "Of ten such questions, about {n} are for nothing ({source}). Only the two people know."
        ).format(n=data.nothing_in_ten, source=_(data.nothing_source))
    else:
        asking = _("In no course was there a change large enough to ask about.")
        for_nothing = _("That is not the same as all being well: many quiet changes leave no mark in a form.")
    unknown = (
        _("In {n} we cannot tell how the two stand: too few forms, or forms that are all alike.").format(
            n=_count(data.cannot_tell, _("one course"), _("{n} courses"))
        )
        if data.cannot_tell
        else _("In every course the forms tell something.")
    )
    figures = _table(
        [_("What"), _("How many")],
        [
            [_("Courses with at least one question"), f"{data.courses_with_signal}"],
            [_("Questions in all"), f"{data.signals}"],
            [
                _("Courses where we cannot tell, at their last session"),
                f"{data.cannot_tell} ({data.cannot_tell_share:.0%})",
            ],
            [_("Sessions held"), f"{data.held}"],
            [_("False alarms promised, per 100 sessions held while nothing is wrong"), f"{data.promise:g}"],
        ],
        name=_("Figures in short"),
    )
    meaning = _(
        "A question is asked when the forms of a course make a change in the connection likely enough that, at the "
        "promise above, {promise:g} in 100 quiet sessions are asked about for nothing. A course is one client with "
        "one therapist."
    ).format(promise=data.promise)
    return _card(
        _("In short"),
        f'<p class="lead">{escape(asking)}</p>' + _p(for_nothing) + _p(unknown) + _folded(figures + _what(meaning)),
    )


def _worth_asking(data: "ReportData") -> Iterable[str]:
    if not data.look_first:
        return
    intro = _(
        "The courses where asking seems most useful now. None of them is a finding about anyone. The therapist is not "
        "named here: who works with whom stands in the output file."
    )
    courses = [_course(course, place, data) for place, course in enumerate(data.look_first)]
    yield _card(_("Where to ask first"), _p(intro))
    yield from courses[:OPEN]
    if len(courses) > OPEN:
        more = _count(len(courses) - OPEN, _("Show one more"), _("Show {n} more"))
        yield f'<details class="more"><summary>{escape(more)}</summary><div>{"".join(courses[OPEN:])}</div></details>'


def _course(course: "CourseToLookAt", place: int, data: "ReportData") -> str:
    axis = Axis(client=data.client_scale, therapist=data.therapist_scale)
    points = _points(course, data)
    has_client = any(point.client is not None for point in points)
    has_therapist = any(point.therapist is not None for point in points)
    voices: Voices = "both" if has_client and has_therapist else "therapist" if has_therapist else "client"
    names = (_("client"), _("therapist"))
    said = (_("the client"), _("the therapist"))
    told = sentence(points, voices=voices, names=said, at_home=False, axis=axis)
    phone = draw(points, voices=voices, names=names, size="phone", ident=f"course-{place}-phone", axis=axis)
    desktop = draw(points, voices=voices, names=names, size="desktop", ident=f"course-{place}-desktop", axis=axis)
    drawings = f'<div class="phone">{phone}</div><div class="desk">{desktop}</div>'
    marks = "".join(f"<li>{entry.picture}<span>{escape(entry.words)}</span></li>" for entry in key(points))
    older = (
        _what(_("Only the last sessions are drawn; the figures have them all.")) if len(points) > SHOWN["phone"] else ""
    )
    heading = _("Client {name}: has something changed between the two?").format(name=course.client)
    return (
        f'<section class="ask"><p class="kick">{pictures.icon("q")} {escape(_("Worth asking"))}</p>'
        f"<h3>{escape(heading)}</h3><p>{escape(course.why)} {escape(_how_sure(_asked_at(course)))}</p>"
        f'<figure class="course">{drawings}<figcaption><ul class="key">{marks}</ul>'
        f"<p><b>{escape(_('In one sentence:'))}</b> {escape(told)}</p>{older}</figcaption></figure>"
        + _folded(_course_table(course, has_client=has_client, has_therapist=has_therapist) + _what(_COURSE_MEANING()))
        + "</section>"
    )


def _COURSE_MEANING() -> str:  # noqa: N802 - a text, translated when it is shown
    return _(
        "Points are the forms as they were given. The soft band is where the level of the connection most likely lies, "
        "judged from that session and those before it: 8 times in 10 it is inside. “Likely” is the probability that "
        "something is wrong between the two, and what spoke for it comes with its weight (a positive one speaks for a "
        "change). Hatching means that we cannot tell. These readings were tried on made-up practices where "
        "the truth is known; they are not a tested measure of any person."
    )


def _asked_at(course: "CourseToLookAt") -> float:
    asked = [float(p) for p, signal in zip(course.p_rupture, course.signal, strict=True) if signal]
    return asked[-1] if asked else float(course.p_rupture[-1])


def _how_sure(p: float) -> str:
    """Say a probability in words. Bounds are those of everyday speech, not of any test."""
    for bound, words in (
        (0.2, _("Little speaks for it.")),
        (0.5, _("It is possible, not more.")),
        (0.8, _("It is more likely than not.")),
    ):
        if p < bound:
            return words
    return _("It is likely, and still only a question.")


def _points(course: "CourseToLookAt", data: "ReportData") -> list[Point]:
    client, therapist = _to_ten(data.client_scale), _to_ten(data.therapist_scale)
    points = []
    for at, number in enumerate(course.session):
        own, other = client(float(course.client_score[at])), therapist(float(course.therapist_score[at]))
        low, high = client(float(course.client_low[at])), client(float(course.client_high[at]))
        under, over = therapist(float(course.therapist_low[at])), therapist(float(course.therapist_high[at]))
        points.append(
            Point(
                number=int(number),
                label="",
                client=own,
                client_band=None if own is None or low is None or high is None else (low, high),
                therapist=other,
                therapist_band=None if other is None or under is None or over is None else (under, over),
                cannot_tell=not bool(course.learnt[at]),
                happened={1: "held", 0: "missed"}.get(int(course.attended[at]), "cancelled"),
                marks=("asking",) if bool(course.signal[at]) else (),
            )
        )
    return points


def _to_ten(scale: tuple[float, float]) -> Callable[[float], float | None]:
    low, high = scale
    # A form that was not given is `nan`, the one value that differs from itself.
    return lambda value: None if value != value else (value - low) / (high - low) * 10  # noqa: PLR0124


def _course_table(course: "CourseToLookAt", *, has_client: bool, has_therapist: bool) -> str:
    heads = [_("Session")]
    heads += [_("Client’s form"), _("level (from, to)")] if has_client else []
    heads += [_("Therapist’s form"), _("level (from, to)")] if has_therapist else []
    heads += [_("Likely"), _("What spoke for it"), _("What happened")]
    rows = []
    for at, number in enumerate(course.session):
        row = [f"{int(number)}"]
        if has_client:
            row += [
                _figure(course.client_score[at]),
                _level(course.client_level[at], course.client_low[at], course.client_high[at]),
            ]
        if has_therapist:
            row += [
                _figure(course.therapist_score[at]),
                _level(course.therapist_level[at], course.therapist_low[at], course.therapist_high[at]),
            ]
        learnt = bool(course.learnt[at])
        row += [
            f"{float(course.p_rupture[at]):.2f}" if learnt else _("we cannot tell"),
            "; ".join(f"{_source(name)} {weight:+.1f}" for name, weight in course.reasons[at][:3]),
            _happened(course, at),
        ]
        rows.append(row)
    return _table(
        heads,
        rows,
        name=_("Figures of client {name}, from session {first}").format(
            name=course.client, first=int(course.session[0])
        ),
    )


def _source(name: str) -> str:
    known = {
        "client_score": _("client’s form"),
        "therapist_score": _("therapist’s form"),
        "attended": _("attendance"),
        "unsaid": _("something unsaid"),
        "skips": _("empty forms"),
    }
    return known.get(name, name)


def _happened(course: "CourseToLookAt", at: int) -> str:
    kinds = {
        "withdrawal": _("worth asking: more like drawing back"),
        "confrontation": _("worth asking: more like a clash"),
        "unclear": _("worth asking"),
    }
    told = [] if int(course.attended[at]) == 1 else [_("did not take place")]
    if float(course.unsaid[at]) == 1:
        told.append(_("something unsaid"))
    if bool(course.signal[at]):
        told.append(kinds.get(course.kind[at], kinds["unclear"]))
    return ", ".join(told)


def _level(level: float, low: float, high: float) -> str:
    middle = _figure(level)
    return middle if middle == "–" else f"{middle} ({_figure(low)}, {_figure(high)})"


def _how_it_stands(data: "ReportData") -> str:
    parts = [
        _spread(data.client_levels, data.client_scale, "c", _("Seen by the clients"), _("client")),
        _spread(data.therapist_levels, data.therapist_scale, "t", _("Seen by the therapists"), _("therapist")),
    ]
    parts = [part for part in parts if part]
    if not parts:
        return ""
    more = _(
        "Clients and therapists see different things, and clients mark higher; the two pictures are not to be set "
        "against each other. Nothing here is about a single therapist: about 60 clients are needed before an average "
        "of one means anything, so there is none."
    )
    return _card(_("How the connection stands in the practice"), "".join(parts) + f'<p class="s q">{escape(more)}</p>')


def _spread(levels: "Levels", scale: tuple[float, float], role: str, heading: str, whose: str) -> str:
    if not levels.courses:
        return ""
    if levels.courses < FEW:
        hidden = _(
            "Fewer than {n} courses tell something, so their spread is not shown: a single one could be recognised."
        )
        return f"<h3>{escape(heading)}</h3>" + _p(hidden.format(n=FEW))
    told = _("Half of {n} courses lie between {lower} and {upper} (of {top}); the middle one is at {middle}.").format(
        n=levels.courses,
        lower=_figure(levels.lower),
        upper=_figure(levels.upper),
        middle=_figure(levels.middle),
        top=f"{scale[1]:g}",
    )
    rows = [
        [_("one in ten lies below"), _figure(levels.low)],
        [_("one in four lies below"), _figure(levels.lower)],
        [_("half lie below"), _figure(levels.middle)],
        [_("one in four lies above"), _figure(levels.upper)],
        [_("one in ten lies above"), _figure(levels.high)],
    ]
    meaning = _(
        "Each course counts once, with its level at its last session, from the {whose}’s side and on the scale of your "
        "file. Courses where we cannot tell are left out. There is no line between good and bad: none was tested."
    ).format(whose=whose)
    return (
        f"<h3>{escape(heading)}</h3>"
        + _p(told)
        + _bars(levels, scale, role, told)
        + _folded(_table([_("Of the courses"), _("Level")], rows, name=heading) + _what(meaning))
    )


def _bars(levels: "Levels", scale: tuple[float, float], role: str, told: str) -> str:
    """Counts as bars of one colour: no height is coloured, and nothing is marked as good or bad."""
    width, base, room, left = 640, 150, 128, 10
    most = max(int(levels.counts.max()), 1)
    across = (width - 2 * left) / len(levels.counts)
    span = scale[1] - scale[0]
    middle = left + (levels.middle - scale[0]) / span * (width - 2 * left)
    bars = "".join(
        f'<rect class="bar" x="{left + place * across + 1:.1f}" y="{base - int(count) / most * room:.1f}" '
        f'width="{across - 2:.1f}" height="{int(count) / most * room:.1f}" rx="2"/>'
        for place, count in enumerate(levels.counts)
        if count
    )
    ticks = "".join(
        f'<text x="{left + share * (width - 2 * left):.1f}" y="{base + 20}" text-anchor="{anchor}">'
        f"{scale[0] + share * span:g}</text>"
        for share, anchor in ((0, "start"), (0.5, "middle"), (1, "end"))
    )
    side, shift = ("end", -8) if middle > width / 2 else ("start", 8)
    label = escape(_("the middle one"))
    ticks += f'<text class="halo" x="{middle + shift:.1f}" y="24" text-anchor="{side}">{label}</text>'
    return (
        f'<svg class="chart {role}" viewBox="0 0 {width} 178" role="img" aria-label="{escape(told, quote=True)}">{bars}'
        f'<path class="ax" d="M{left},{base}H{width - left}"/>'
        f'<path class="middle" d="M{middle:.1f},14V{base}"/>{ticks}</svg>'
    )


def _what_to_do(data: "ReportData") -> str:
    steps = []
    if data.look_first:
        steps.append(
            _(
                "Hand each question to the therapist of that course, as a question. A good way to ask the client: “How "
                "has it been to work with me lately? I may have missed something.” About {n} in ten times nothing was "
                "wrong, and then it is good to know."
            ).format(n=data.nothing_in_ten)
        )
    if data.cannot_tell:
        steps.append(
            _(
                "Where we cannot tell, ask for a direction instead of a mark: “Next time, a bit more of what?” Top "
                "marks are welcome; they leave little to learn from."
            )
        )
    if not data.calibrated and data.courses >= CALIBRATE_FROM:
        steps.append(_("Fit the reading to your practice: run `rightfit calibrate` on this file, then use --priors."))
    if not data.therapist_forms:
        steps.append(
            _("Let the therapists mark each session too: two people see two things, and a strain may show on one side.")
        )
    steps.append(
        _(
            "Use none of this for pay, appraisal or ranking. It is made to start talks, and it stops working once "
            "people fear it."
        )
    )
    items = "".join(f"<li><span>{_with_commands(step)}</span></li>" for step in steps)
    return _card(_("What to do next"), f'<ol class="next">{items}</ol>')


def _not_read(data: "ReportData") -> str:
    if not data.refused:
        return ""
    words = _count(data.refused, _("One row could not be read."), _("{n} rows could not be read."))
    kindly = _(
        "Nothing was guessed: the rest was read as if they were not there. Each is in the output file with its reason."
    )
    more = _("The first {n} are listed here.").format(n=len(data.refusals)) if data.refused > len(data.refusals) else ""
    table = _table(
        [_("Line"), _("Client"), _("Session"), _("Why")],
        [[f"{row.line}", row.client, row.session, row.reason] for row in data.refusals],
        name=_("Rows that were not read"),
    )
    return _card(_("Rows that were not read"), _p(f"{words} {kindly} {more}".strip()) + _folded(table))


def _how_it_was_read(data: "ReportData") -> str:
    reading = {
        "joint": _("everything in the file, from both sides"),
        "client": _("only what the client gave"),
        "therapist": _("only what the therapist may see"),
    }.get(data.reading, data.reading)
    rows = [
        [_("Clients"), f"{data.clients}"],
        [_("Therapists"), f"{data.therapists}"],
        [_("Session numbers"), _("{first} to {last}").format(first=data.first_session, last=data.last_session)],
        [_("Held, missed or cancelled late, cancelled in time"), f"{data.held}, {data.missed}, {data.cancelled}"],
        [_("Forms of clients, of therapists"), f"{data.client_forms}, {data.therapist_forms}"],
        [_("Answers to “is something unsaid?”"), f"{data.questions}"],
        [_("Scales, client and therapist"), f"{_span(data.client_scale)}, {_span(data.therapist_scale)}"],
        [_("What was used"), reading],
        [_("Fitted to this practice"), _("yes") if data.calibrated else _("no")],
        [_("Version"), f"rightfit {data.engine_version}"],
    ]
    silent = _(
        "An empty form is evidence for nothing: leaving out, keeping private and not being asked all count as silence."
    )
    return _card(
        _("How this was read"), _p(silent) + _folded(_table([_("What"), ""], rows, name=_("How this was read")))
    )


# ---- small things --------------------------------------------------------------------------------------------


def _card(heading: str, inside: str) -> str:
    return f'<section class="card"><h2>{escape(heading)}</h2>{inside}</section>'


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _with_commands(text: str) -> str:
    """Escape, and set what is written in backticks apart."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _what(text: str) -> str:
    return f'<p class="what">{escape(text)}</p>'


def _folded(inside: str) -> str:
    return f"<details><summary>{escape(_('Show the figures'))}</summary>{inside}</details>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, name: str) -> str:
    first = "".join(f'<th scope="col">{escape(head)}</th>' if head else "<td></td>" for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    label = escape(name, quote=True)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{first}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _count(n: int, one: str, many: str) -> str:
    return one if n == 1 else many.format(n=f"{n:,}")


def _figure(value: float) -> str:
    return "–" if value != value else f"{float(value):.1f}".removesuffix(".0")  # noqa: PLR0124 - nan


def _span(scale: tuple[float, float]) -> str:
    return _("{low:g} to {high:g}").format(low=scale[0], high=scale[1])


@cache
def stylesheet() -> str:
    """The house's own rules as far as the page needs them, its font inside, and nothing that would be fetched."""
    static = files("rightfit") / "static" / "rightfit"
    house = (static / "house.css").read_text(encoding="utf-8")
    sections = re.split(r"/\* -{4} (.+?) -+ \*/", house)
    by_name = dict(zip(sections[1::2], sections[2::2], strict=True))
    wanted = ["Ground", "Page frame", "Cards and words", "Pictures and charts", "Lists, tables, details"]
    forced = next(rules for name, rules in by_name.items() if name.startswith("Forced colours"))
    font = b64encode((static / "inter.woff2").read_bytes()).decode("ascii")
    return "\n".join(
        [
            f"@font-face{{font-family:Inter;src:url(data:font/woff2;base64,{font});font-weight:100 900}}",
            (static / "tokens.css").read_text(encoding="utf-8"),
            *(by_name[name] for name in wanted),
            forced,
            (files("rightfit.drawing") / "report.css").read_text(encoding="utf-8"),
        ]
    )
