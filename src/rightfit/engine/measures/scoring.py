"""What the answers to a questionnaire come to. A score is an object, and may be *not scorable, because ...*.

An empty form is never zero, and an item left out is never read as low.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rightfit.engine.measures.definition import Item, Measure, Scale

__all__ = ["AnswerError", "Score", "figure", "risks", "score", "score_rows"]

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)

EMPTY = frozenset({"", "na", "nan", "null", "none", "."})
"""Cells of a file that mean *left out*."""


class AnswerError(ValueError):
    """An answer that the questionnaire does not allow; the message names row, item and the allowed values."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """What one scale of one filled-in form comes to.

    `value` is None where the form cannot be scored; `why` then says because of what. `low` and
    `high` are the scale's own bounds. `answered` of `of` items were answered. `prorated` says that
    items left out were filled up by the published rule. `band` is the published name of this range
    ("" where none is published). `reached` are the meanings of the published cut-offs reached.
    """

    measure: str
    version: str
    scale: str
    value: float | None
    low: float
    high: float
    answered: int
    of: int
    prorated: bool
    band: str
    reached: tuple[str, ...]
    why: str

    @property
    def is_scorable(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


def score(measure: Measure, *, answers: Mapping[str, object], row: int | None = None) -> dict[str, Score]:
    """Return one Score for each scale of the measure, by the scale's id.

    `answers` maps item keys to what was answered: a figure, its text, or None, "" or `nan` for left
    out; an item that is not there was left out. Where items are left out beyond what the scale's
    missing rule allows, the Score is not scorable and says why.

    A prorated sum is the mean of the items answered times the number of items, not rounded; a band
    or cut-off begins at its published figure.

    Raises AnswerError, naming `row` where it is given, for an unknown item or an answer that is not
    allowed.
    """
    figures = _figures(measure, answers, row)
    return {scale.id: _of_scale(measure, scale, figures) for scale in measure.scales}


def score_rows(measure: Measure, *, rows: Iterable[Mapping[str, object]]) -> list[dict[str, Score]]:
    """Return the scores of many forms, in their order; row numbers in messages begin at 1.

    A form with an answer that is not allowed is not scorable on the scales that use it, with the
    message in `why`; the others are scored all the same. Only the items of the scales are looked at.
    """
    return [_leniently(measure, answers, row) for row, answers in enumerate(rows, start=1)]


def risks(measure: Measure, *, answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return the keys of the items whose answer has to begin the practice's safety routine.

    Raises AnswerError as `score` does: a form that cannot be read must not look harmless.
    """
    figures = _figures(measure, answers, None)
    return tuple(
        item.key for item in measure.items if item.risk is not None and figures.get(item.key, -math.inf) >= item.risk
    )


def figure(item: Item, *, answer: object, row: int | None = None) -> float | None:
    """Return an answer as the item's figure, or None where it was left out.

    Figures of a rating stand between its bounds, on its steps. Raises AnswerError naming row, item and
    the allowed values.
    """
    if answer is None or (isinstance(answer, float) and math.isnan(answer)):
        return None
    text = str(answer).strip()
    if text.lower() in EMPTY:
        return None
    # Python reads more as a figure than people write as one: 0_1, and digits of other scripts.
    value = float(text) if _PLAIN.fullmatch(text) and not isinstance(answer, bool) else math.nan
    figures = {float(option) for option, _ in item.options} if item.options else None
    fits = value in figures if figures is not None else _stands(item, value)
    if not fits:
        raise _refusal(item, answer, row)
    return value


def _stands(item: Item, value: float) -> bool:
    steps = (value - item.low) / item.step
    return item.low <= value <= item.high and abs(steps - round(steps)) < 1e-6  # noqa: PLR2004 - .1 is no exact figure


def _refusal(item: Item, answer: object, row: int | None) -> AnswerError:
    where = f"row {row}, " if row is not None else ""
    shown = str(answer)
    shown = f"{shown[:40]}…" if len(shown) > 41 else shown  # noqa: PLR2004 - a cell may be a novel
    return AnswerError(f'{where}item {item.key}: "{shown}" is not allowed; allowed: {item.allowed}')


def _figures(measure: Measure, answers: Mapping[str, object], row: int | None) -> dict[str, float]:
    """Return the figures given, by item; items of words are checked and passed over."""
    known = {item.key: item for item in measure.items}
    odd = [key for key in answers if key not in known]
    if odd:
        where = f"row {row}, " if row is not None else ""
        message = f"{where}{measure.id} has no item {', '.join(odd)}; it has {', '.join(known)}"
        raise AnswerError(message)
    figures: dict[str, float] = {}
    for key, answer in answers.items():
        item = known[key]
        if item.has_figures:
            value = figure(item, answer=answer, row=row)
            if value is not None:
                figures[key] = value
        else:
            _check_words(item, answer, row)
    return figures


def _check_words(item: Item, answer: object, row: int | None) -> None:
    if answer is None or answer == "":
        return
    chosen: Sequence[object] = answer if item.kind == "several" and isinstance(answer, (list, tuple)) else [answer]
    allowed = {value for value, _ in item.options}
    for one in chosen:
        if one not in allowed:
            raise _refusal(item, one, row)


def _of_scale(measure: Measure, scale: Scale, figures: Mapping[str, float]) -> Score:
    given = [_turned(measure.item(key), figures[key]) for key in scale.items if key in figures]
    left_out = len(scale.items) - len(given)
    if not given:
        return _unscored(measure, scale, 0, "no item was answered")
    if left_out > scale.missing.most:
        allowed = f"at most {scale.missing.most} may be" if scale.missing.most else "none may be"
        return _unscored(measure, scale, len(given), f"{left_out} of {len(scale.items)} items left out, {allowed}")
    value = sum(given) / len(given)
    if scale.rule == "sum":
        value = sum(given) * len(scale.items) / len(given)  # in this order whole numbers stay whole
    return Score(
        measure=measure.id,
        version=measure.version,
        scale=scale.id,
        value=value,
        low=scale.low,
        high=scale.high,
        answered=len(given),
        of=len(scale.items),
        prorated=left_out > 0 and scale.missing.how == "prorate",
        band=next((band.name for band in reversed(scale.bands) if value >= band.low), ""),
        reached=tuple(cut.meaning for cut in scale.cut_offs if value >= cut.at_least),
        why="",
    )


def _turned(item: Item, value: float) -> float:
    return item.low + item.high - value if item.reverse else value


def _unscored(measure: Measure, scale: Scale, answered: int, why: str) -> Score:
    return Score(
        measure=measure.id,
        version=measure.version,
        scale=scale.id,
        value=None,
        low=scale.low,
        high=scale.high,
        answered=answered,
        of=len(scale.items),
        prorated=False,
        band="",
        reached=(),
        why=f"not scorable, because {why}",
    )


def _leniently(measure: Measure, answers: Mapping[str, object], row: int) -> dict[str, Score]:
    figures: dict[str, float] = {}
    refused: dict[str, str] = {}
    for item in measure.scored_items:
        try:
            value = figure(item, answer=answers.get(item.key), row=row)
        except AnswerError as error:
            refused[item.key] = str(error)
        else:
            if value is not None:
                figures[item.key] = value
    scores = {}
    for scale in measure.scales:
        wrong = [refused[key] for key in scale.items if key in refused]
        if wrong:
            answered = sum(key in figures for key in scale.items)
            scores[scale.id] = _unscored(measure, scale, answered, "; ".join(wrong))
        else:
            scores[scale.id] = _of_scale(measure, scale, figures)
    return scores
