"""The page of `rightfit measures report`: what is known of a questionnaire from one file, and what is not."""

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from rightfit.drawing import pictures
from rightfit.drawing.report import stylesheet
from rightfit.drawing.words import gettext as _

if TYPE_CHECKING:
    from rightfit.engine.examining import Figure, Point
    from rightfit.engine.measures.definition import Measure


def page(
    measure: "Measure", points: Sequence["Point"], *, name: str, forms: int, people: int, remarks: Sequence[str]
) -> str:
    """Return the whole page as HTML: style and font inside, no script, no request, no text of an item."""
    known = sum(bool(point.known) for point in points)
    lede = _("{forms} forms of {people} people. Of ten points, this file says something about {known}.").format(
        forms=forms, people=people, known=known
    )
    first = _(
        "These are figures of one file. They do not show that the questionnaire measures what it should, or that it "
        "does so for your clients. What a point still needs stands under it."
    )
    notes = [first, *([measure.remark] if measure.remark else []), *remarks]
    head = (
        '<div class="brow"><div class="in">'
        f'<p class="mark">{pictures.mark()}<span>rightfit</span></p>'
        f'<p class="kick">{escape(_("Private. Made from {name}").format(name=name))}</p>'
        f"<h1>{escape(measure.name)}</h1><p>{escape(lede)}</p></div></div>{pictures.wave()}"
    )
    please = "".join(f"<p>{escape(note)}</p>" for note in notes)
    owner = f"<p>{escape(measure.owner)}. {escape(measure.licence)}.</p><p>{escape(measure.source)}</p>"
    body = [
        head,
        '<div class="wrap">',
        f'<section class="ask"><p class="kick">{escape(_("Please read this first"))}</p>{please}</section>',
        *(_card(point) for point in points),
        f'<section class="card"><h2>{escape(_("Whose it is"))}</h2>{owner}</section>',
        "</div>",
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(measure.name)} · rightfit</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        f'<style>\n{stylesheet()}</style>\n</head>\n<body class="h bare">\n<main>\n'
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _card(point: "Point") -> str:
    said = point.known or _("Not known from this file.")
    figures = _table(point) if point.figures else ""
    return (
        f'<section class="card"><h2>{point.number}. {escape(_(point.name))}</h2><p>{escape(said)}</p>{figures}'
        f'<p class="what">{escape(_("What it needs:"))} {escape(_(point.needed))}</p></section>'
    )


def _table(point: "Point") -> str:
    heads = [_("Of"), _("What"), _("Figure"), _("95% from"), _("to"), _("Count")]
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(one))}</tr>" for one in point.figures)
    summary = escape(_("Show the figures"))
    label = escape(_("Figures: {name}").format(name=_(point.name)), quote=True)
    return (
        f'<details><summary>{summary}</summary><div class="scroll" tabindex="0" role="region" '
        f'aria-label="{label}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _cells(figure: "Figure") -> list[str]:
    return [
        figure.of,
        _(figure.what),
        *(_figure(one) for one in (figure.value, figure.low, figure.high)),
        f"{figure.count}",
    ]


def _figure(value: float) -> str:
    return f"{value:.3g}" if math.isfinite(value) else "–"
