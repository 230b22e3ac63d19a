"""The course of two people: two lines, said three times, as a drawing, as one sentence and as table rows.

What is drawn is what the reader may know, and nothing is guessed: a gap is a gap, whether a form was missed,
kept private or never asked for, and all three look the same. Where too few answers tell anything, the
columns are hatched. A run of top marks is a full line without a band, and nobody is asked whether it is true.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from rightfit.drawing.curve import curve, tangents
from rightfit.drawing.shapes import LANE
from rightfit.drawing.words import gettext as _

Voices = Literal["client", "therapist", "both"]
Size = Literal["phone", "desktop"]
Voice = Literal["client", "therapist"]

TOP = 10.0
TOP_RUN = 3
"""From so many top marks in a row, a band would pretend to know more than the marks say."""
ENOUGH = 3
"""Answers of one side below which nothing is said about its line."""
SHOWN = {"phone": 12, "desktop": 30}
"""Planned sessions that fit; older ones are in the table."""
MOVED = 1.0
"""Points by which the last two marks must differ from those before to be called a move."""
BEFORE = 6
"""Marks that count as "before"."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One planned session. Marks and bands lie on 0 to 10; `None` where the reader knows of none."""

    number: int | None = None
    """Number among the sessions that were held; `None` where it did not take place."""
    label: str
    """Its date, short."""
    client: float | None = None
    client_band: tuple[float, float] | None = None
    therapist: float | None = None
    therapist_band: tuple[float, float] | None = None
    cannot_tell: bool = False
    happened: str = "held"
    """`held`, `missed` or `cancelled`."""
    marks: tuple[str, ...] = ()
    """Any of `talk`, `agreement`, `asking`, `together`."""


@dataclass(frozen=True)
class Row:
    """One row of the table beside the drawing, all in words ready to show."""

    number: str
    label: str
    client: str
    therapist: str
    happened: str


@dataclass(frozen=True)
class KeyEntry:
    """One mark of the lane that occurs, and what it means."""

    picture: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The scale on which marks were given, for those that are drawn on 0 to 10 but said on their own scale."""

    client: tuple[float, float] = (0, 10)
    therapist: tuple[float, float] = (0, 10)
    highest: str = ""
    """Words at the upper line, such as "fully"; empty where they would mislead."""
    lowest: str = ""

    def figure(self, value: float, voice: Voice = "client") -> str:
        """Return a mark from 0 to 10 as it reads on the voice's own scale."""
        low, high = self.client if voice == "client" else self.therapist
        digits = 0 if high - low >= TOP else 1
        return f"{low + value / TOP * (high - low):.{digits}f}"

    def at(self, value: float) -> str:
        """Return what stands at a line: nothing where the two voices have scales of their own."""
        return self.figure(value).removesuffix(".0") if self.client == self.therapist else ""


# ---- the drawing --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Paper:
    """The measures of one size: edges of the plot, the lane below it, the rows of text."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    lane: int
    numbers: int
    dates: int
    radius: float
    letter: float
    """About the width of one letter."""

    def y(self, value: float) -> float:
        return self.bottom - min(max(value, 0.0), TOP) / TOP * (self.bottom - self.top)


_PAPER = {
    "phone": _Paper(360, 350, 30, 346, 34, 252, 282, 312, 334, 5, 7),
    "desktop": _Paper(640, 400, 34, 622, 38, 292, 324, 356, 380, 5.5, 8.5),
}


def draw(
    points: Sequence[Point],
    *,
    voices: Voices,
    names: tuple[str, str],
    size: Size,
    ident: str,
    axis: Axis | None = None,
) -> str:
    """Return the course as SVG, with title and description; colours come from the page's classes.

    `names` are those of client and therapist as the reader calls them ("you", "Ida"). `ident` must differ
    between drawings of one page. `axis` is for marks that were given on another scale than 0 to 10.
    """
    axis = axis or Axis(highest=_("fully"), lowest=_("not at all"))
    paper = _PAPER[size]
    shown = list(points)[-SHOWN[size] :]
    told = escape(sentence(points, voices=voices, names=names, at_home=True, axis=axis))
    ident = escape(ident, quote=True)
    parts = [
        f'<svg class="chart" viewBox="0 0 {paper.width} {paper.height}" role="img"',
        f' aria-labelledby="{ident}-title {ident}-desc">',
        f'<title id="{ident}-title">{escape(_title(voices, names))}</title><desc id="{ident}-desc">{told}</desc>',
        *_scale(paper, axis),
    ]
    if shown:
        xs = _columns(len(shown), paper)
        hatched = _hatched(shown, voices)
        parts += _hatching(shown, xs, hatched, paper, ident)
        speaking = [voice for voice in _speaking(voices) if any(_value(point, voice) is not None for point in shown)]
        parts += [band for voice in speaking for band in _bands(shown, xs, voice, hatched, paper)]
        parts += [line for voice in speaking for line in _lines(shown, xs, voice, hatched, paper)]
        parts += _names(shown, xs, speaking, names, paper)
        parts += _lane(shown, xs, paper)
        parts += _numbers(shown, xs, paper)
    parts.append("</svg>")
    return "".join(parts)


def _title(voices: Voices, names: tuple[str, str]) -> str:
    client, therapist = names
    if voices == "both":
        return _("The course of {client} and {therapist}").format(client=client, therapist=therapist)
    return _("The course, as {name} marked it").format(name=client if voices == "client" else therapist)


def _speaking(voices: Voices) -> tuple[Voice, ...]:
    # The therapist first: the client's line lies on top.
    return ("therapist", "client") if voices == "both" else (voices,)


def _value(point: Point, voice: Voice) -> float | None:
    return point.client if voice == "client" else point.therapist


def _band(point: Point, voice: Voice) -> tuple[float, float] | None:
    return point.client_band if voice == "client" else point.therapist_band


def _columns(count: int, paper: _Paper) -> list[float]:
    step = (paper.right - paper.left) / count
    return [paper.left + step * (place + 0.5) for place in range(count)]


def _scale(paper: _Paper, axis: Axis) -> Iterator[str]:
    for value in (TOP, TOP / 2, 0):
        y = paper.y(value)
        yield f'<path class="grid" d="M{paper.left},{y:.1f}H{paper.right}"/>'
        yield f'<text x="{paper.left - 7}" y="{y + 4:.1f}" text-anchor="end">{axis.at(value)}</text>'
    # Words on the left: the ends of the lines, with their names, are on the right.
    yield f'<text x="{paper.left}" y="{paper.top - 11}">{escape(axis.highest)}</text>'
    yield f'<text x="{paper.left}" y="{paper.bottom + 14}">{escape(axis.lowest)}</text>'
    yield f'<path class="ax" d="M{paper.left},{paper.lane}H{paper.right}"/>'


def _hatched(points: Sequence[Point], voices: Voices) -> list[bool]:
    """Columns of "too few answers yet". Runs of nothing but top marks stay clear: they are not doubted."""
    first: Voice = "therapist" if voices == "therapist" else "client"
    hatched = [point.cannot_tell for point in points]
    for start, end in _runs(hatched):
        given = [value for point in points[start:end] if (value := _value(point, first)) is not None]
        if given and all(value >= TOP for value in given):
            hatched[start:end] = [False] * (end - start)
    return hatched


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each stretch of true flags."""
    start = None
    for place, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            yield start, place
            start = None


def _hatching(
    points: Sequence[Point], xs: Sequence[float], hatched: Sequence[bool], paper: _Paper, ident: str
) -> Iterator[str]:
    if not any(hatched):
        return
    half = (paper.right - paper.left) / len(points) / 2
    yield (
        f'<defs><pattern id="{ident}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hl" d="M0,0V7"/></pattern></defs>'
    )
    for start, end in _runs(hatched):
        left, right = xs[start] - half, xs[end - 1] + half
        box = f'x="{left:.1f}" y="{paper.top}" width="{right - left:.1f}" height="{paper.bottom - paper.top}"'
        yield f'<rect class="hb" {box}/><rect {box} fill="url(#{ident}-hatch)"/>'
    widest = max(_runs(hatched), key=lambda run: run[1] - run[0])
    middle = (xs[widest[0]] + xs[widest[1] - 1]) / 2
    middle = min(max(middle, paper.left + 40), paper.right - 40)
    for offset, words in ((0, _("too few")), (16, _("answers yet"))):
        y = paper.y(2.4) + offset
        yield f'<text class="str halo" x="{middle:.1f}" y="{y:.1f}" text-anchor="middle">{escape(words)}</text>'


def _given(points: Sequence[Point], voice: Voice) -> list[tuple[int, float]]:
    return [(place, value) for place, point in enumerate(points) if (value := _value(point, voice)) is not None]


def _in_top_run(points: Sequence[Point], voice: Voice) -> set[int]:
    """Places of marks that belong to three or more top marks in a row."""
    given = _given(points, voice)
    runs = _runs([value >= TOP for _place, value in given])
    return {given[place][0] for start, end in runs if end - start >= TOP_RUN for place in range(start, end)}


def _bands(
    points: Sequence[Point], xs: Sequence[float], voice: Voice, hatched: Sequence[bool], paper: _Paper
) -> Iterator[str]:
    at_top = _in_top_run(points, voice)
    banded = [
        _value(point, voice) is not None
        and _band(point, voice) is not None
        and not (hatched[place] or point.cannot_tell or place in at_top)
        for place, point in enumerate(points)
    ]
    kind = "bandc" if voice == "client" else "bandt"
    for start, end in _runs(banded):
        places = range(start, end)
        bands = [band for place in places if (band := _band(points[place], voice)) is not None]
        low = [paper.y(band[0]) for band in bands]
        high = [paper.y(band[1]) for band in bands]
        if end - start == 1:
            box = f'x="{xs[start] - 7:.1f}" y="{high[0]:.1f}" width="14" height="{max(low[0] - high[0], 1):.1f}" rx="5"'
            yield f'<rect class="{kind}" {box}/>'
            continue
        across = [xs[place] for place in places]
        there = f"M{across[0]:.1f},{high[0]:.1f}{curve(across, high)}"
        back = f"L{across[-1]:.1f},{low[-1]:.1f}{curve(across[::-1], low[::-1])}Z"
        yield f'<path class="{kind}" d="{there}{back}"/>'


def _lines(
    points: Sequence[Point], xs: Sequence[float], voice: Voice, hatched: Sequence[bool], paper: _Paper
) -> Iterator[str]:
    given = _given(points, voice)
    across = [xs[place] for place, _value in given]
    heights = [paper.y(value) for _place, value in given]
    slopes = tangents(across, heights)
    line = "lc" if voice == "client" else "lt"
    bridges: list[str] = []
    solid: list[str] = []
    stretch = ""
    for left in range(len(given) - 1):
        right = left + 1
        piece = curve(across[left : right + 1], heights[left : right + 1], slopes[left : right + 1])
        start = f"M{across[left]:.1f},{heights[left]:.1f}"
        apart = given[right][0] - given[left][0] > 1
        unsure = hatched[given[left][0]] or hatched[given[right][0]]
        if apart or unsure:
            bridges.append(start + piece)
            solid, stretch = ([*solid, stretch] if stretch else solid), ""
        else:
            stretch = stretch + piece if stretch else start + piece
    solid = [*solid, stretch] if stretch else solid
    yield from (f'<path class="{line} br" d="{path}"/>' for path in bridges)
    yield from (f'<path class="{line}" d="{path}"/>' for path in solid)
    if voice == "therapist":
        yield from (f'<path class="lh" d="{path}"/>' for path in solid)
    yield from (_dot(x, y, voice, paper) for x, y in zip(across, heights, strict=True))


def _dot(x: float, y: float, voice: Voice, paper: _Paper) -> str:
    r = paper.radius
    if voice == "client":
        return f'<circle class="dc" cx="{x:.1f}" cy="{y:.1f}" r="{r}"/>'
    side = 2 * r - 1
    return f'<rect class="dt" x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side}" height="{side}" rx="1.5"/>'


def _names(
    points: Sequence[Point], xs: Sequence[float], speaking: Sequence[Voice], names: tuple[str, str], paper: _Paper
) -> Iterator[str]:
    """Each line is named at its end: the higher one above, the lower one below. No legend to look up."""
    ends = {voice: _given(points, voice)[-1] for voice in speaking}
    higher = max(ends, key=lambda voice: ends[voice][1], default=None)
    for voice, (place, _last) in ends.items():
        name = names[0] if voice == "client" else names[1]
        above = voice == higher and not (len(ends) == 1 and _falls(points, voice))
        x = min(xs[place] + paper.radius, paper.right)
        # Clear of its own line: above or below all that the line does over the width of the name.
        under = [paper.y(value) for at, value in _given(points, voice) if xs[at] >= x - paper.letter * len(name)]
        higher_up, lower_down = min(under) - paper.radius - 8, max(under) + paper.radius + 17
        y = higher_up if above or (len(ends) == 1 and lower_down > paper.bottom) else lower_down
        kind = "cl" if voice == "client" else "th"
        yield f'<text class="{kind} halo" x="{x:.1f}" y="{y:.1f}" text-anchor="end">{escape(name)}</text>'


def _falls(points: Sequence[Point], voice: Voice) -> bool:
    """Whether a lone line comes down to its end, where a name above would lie on it."""
    last = [value for _place, value in _given(points, voice)[-2:]]
    return len(last) > 1 and last[1] < last[0]


def _numbers(points: Sequence[Point], xs: Sequence[float], paper: _Paper) -> Iterator[str]:
    step = xs[1] - xs[0] if len(xs) > 1 else paper.width
    every = next((every for every in (1, 2, 3, 5, 10) if every * step >= 2 * paper.radius + 10), 10)
    for x, point in zip(xs, points, strict=True):
        if point.number is not None and (point.number % every == 0 or every == 1):
            yield f'<text x="{x:.1f}" y="{paper.numbers}" text-anchor="middle">{point.number}</text>'
    yield f'<text x="{paper.left}" y="{paper.dates}">{escape(points[0].label)}</text>'
    middle = (paper.left + paper.right) / 2
    yield f'<text x="{middle:.1f}" y="{paper.dates}" text-anchor="middle">{escape(_("session"))}</text>'
    if len(points) > 1:
        yield f'<text x="{paper.right}" y="{paper.dates}" text-anchor="end">{escape(points[-1].label)}</text>'


# ---- the lane of what happened -------------------------------------------------------------------------------


def _marks(point: Point) -> list[str]:
    # A session that did not take place looks the same whoever cancelled it, and when.
    missed = [] if point.happened == "held" else ["missed"]
    return missed + [mark for mark in point.marks if mark in LANE]


def _lane(points: Sequence[Point], xs: Sequence[float], paper: _Paper) -> Iterator[str]:
    room = xs[1] - xs[0] if len(xs) > 1 else paper.width
    for x, point in zip(xs, points, strict=True):
        marks = _marks(point)
        if not marks:
            continue
        beside = len(marks)
        size = min(1.0, max(room * 1.15 / (22 * beside), 0.5))
        for place, mark in enumerate(marks):
            at = x + (place - (beside - 1) / 2) * 21 * size
            yield f'<g transform="translate({at:.1f} {paper.lane}) scale({size:.2f})">{LANE[mark]}</g>'


def key(points: Sequence[Point]) -> list[KeyEntry]:
    """Return the marks that occur in the lane, each with its picture and its words."""
    seen = {mark for point in points for mark in _marks(point)}
    return [
        KeyEntry(f'<svg viewBox="-12 -12 24 24" aria-hidden="true">{LANE[mark]}</svg>', words)
        for mark, words in _mark_words().items()
        if mark in seen
    ]


def _mark_words() -> dict[str, str]:
    return {
        "together": _("looked together"),
        "talk": _("talked about it"),
        "agreement": _("agreed something"),
        "missed": _("did not take place"),
        "asking": _("worth asking"),
    }


# ---- the table ----------------------------------------------------------------------------------------------


def rows(points: Sequence[Point], *, voices: Voices) -> list[Row]:
    """Return the same as a table, oldest first. A column without a voice stays empty."""
    speaking = _speaking(voices)
    return [
        Row(
            number="" if point.number is None else str(point.number),
            label=point.label,
            client=_figure(point.client) if "client" in speaking else "",
            therapist=_figure(point.therapist) if "therapist" in speaking else "",
            happened=", ".join(_mark_words()[mark] for mark in _marks(point)),
        )
        for point in points
    ]


def _figure(value: float | None) -> str:
    # One sign for every gap: missed, private and not asked for must not be told apart.
    return "–" if value is None else f"{round(value, 1):g}"


# ---- the sentence -------------------------------------------------------------------------------------------


def sentence(
    points: Sequence[Point], *, voices: Voices, names: tuple[str, str], at_home: bool, axis: Axis | None = None
) -> str:
    """Return the course in one plain sentence.

    It says how the line stood and whether the last two marks left that. Where nothing was learnt it says
    "we cannot tell". Top marks are welcomed; in the room (`at_home` false) the sentence asks for a direction,
    and nowhere does it ask whether they are true.
    """
    hatched = _hatched(points, voices)
    if any(_given(points, voice) for voice in _speaking(voices)) and not any(
        _is_enough(points, voice, hatched) for voice in _speaking(voices)
    ):
        return _("Too few answers yet: we cannot tell.")
    clauses = [
        _clause(
            points,
            voice,
            names[0] if voice == "client" else names[1],
            voices=voices,
            at_home=at_home,
            axis=axis or Axis(),
        )
        for voice in ("client", "therapist")
        if voice in _speaking(voices)
    ]
    told = "; ".join(clause for clause in clauses if clause)
    if not told:
        return _("There is nothing to see yet: the line begins with the first answer.")
    return f"{told[0].upper()}{told[1:]}."


def _clause(points: Sequence[Point], voice: Voice, name: str, *, voices: Voices, at_home: bool, axis: Axis) -> str:
    given = _given(points, voice)
    if not given:
        return (
            _("one voice so far")
            if voices == "both" and any(_given(points, other) for other in _speaking(voices))
            else ""
        )
    whose = _("your line") if name == _("you") else _("{name}’s line").format(name=name)
    values = [value for _place, value in given]
    if all(value >= TOP for value in values):
        welcome = _("{line} stayed at the top, a good moment to ask for one thing that could be better still")
        return (_("{line} stayed at the top") if at_home else welcome).format(line=whose)
    hatched = _hatched(points, voices)
    if not _is_enough(points, voice, hatched):
        return _("too few answers for {line} yet: we cannot tell").format(line=whose)
    known = [value for place, value in given if not hatched[place]]
    return _movement(whose, known, lambda value: axis.figure(value, voice))


def _is_enough(points: Sequence[Point], voice: Voice, hatched: Sequence[bool]) -> bool:
    given = _given(points, voice)
    if given and all(value >= TOP for _place, value in given):
        return True  # welcomed, however few
    return sum(not hatched[place] for place, _value in given) >= ENOUGH


def _movement(whose: str, values: Sequence[float], figure: Callable[[float], str]) -> str:
    before, last = values[:-2][-BEFORE:], values[-2:]
    level, now = sum(before) / len(before), sum(last) / len(last)
    if now <= level - MOVED and values[-1] < level:
        told = _("{line} stayed near {level}, and over the last two it went down to {now}")
    elif now >= level + MOVED and values[-1] > level:
        told = _("{line} stayed near {level}, and over the last two it went up to {now}")
    else:
        recent = values[-BEFORE:]
        if max(recent) - min(recent) >= 2 * MOVED:
            told = _("{line} went to and fro lately, between {low} and {high}; the last one was {now}")
            low, high = figure(min(recent)), figure(max(recent))
            return told.format(line=whose, low=low, high=high, now=figure(values[-1]))
        return _("{line} stayed near {level}").format(line=whose, level=figure(sum(recent) / len(recent)))
    return told.format(line=whose, level=figure(level), now=figure(values[-1]))
