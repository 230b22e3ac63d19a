"""Where a form was expected: of ten forms eight fall within the band, also under the ceiling."""

from __future__ import annotations

from typing import Any

import numpy as np

from rightfit.engine.noticing import Forms, Scale, read_table
from rightfit.engine.simulation.practice import Practice
from rightfit.engine.simulation.settings import setting

TOP = 40


def test_it_expects_eight_of_ten_forms_within_the_band_and_none_above_the_top() -> None:
    practice = Practice(setting("base"), seed=21, clients=1200).run()
    seen = practice.observe()
    pairs, row = np.unique(seen.client * 10_000 + seen.therapist, return_inverse=True)
    shape = (pairs.size, int(seen.session.max()) + 1)

    def spread(values: Any, fill: Any, kind: Any) -> Any:
        out = np.full(shape, fill, kind)
        out[row, seen.session] = values
        return out

    live = spread(np.ones(row.size), 0, bool)
    forms = Forms(
        session=np.tile(np.arange(shape[1]), (pairs.size, 1)), client=spread(seen.client_score, np.nan, float),
        therapist=spread(seen.therapist_score, np.nan, float), attended=spread(seen.attended, -1, int),
        unsaid=spread(seen.unsaid, np.nan, float), asked_client=live, asked_therapist=live, shared=live,
    )  # fmt: skip
    last = np.where(live, np.arange(shape[1]), 0).max(axis=1)
    found = read_table(
        forms, length=last + 1, reading="joint", scale=Scale(low=0, high=TOP), ahead=True, single=True, new=False
    )
    for scores, band in ((forms.client, found.client_next), (forms.therapist, found.therapist_next)):
        assert band is not None
        low, middle, high = band
        there = np.isfinite(scores)
        assert (low <= middle)[there].all()
        assert (middle <= high)[there].all()
        assert high[there].max() <= TOP
        # a form is rounded to half points, so one on an edge counts half
        below = ((scores < low - 0.25) + 0.5 * (np.abs(scores - low) <= 0.25))[there]
        roomy = there & (high < TOP - 1)
        above = ((scores > high + 0.25) + 0.5 * (np.abs(scores - high) <= 0.25))[roomy]
        assert 0.08 <= below.mean() <= 0.13
        assert roomy.sum() > 1000
        assert 0.08 <= above.mean() <= 0.13
        # at least eight of ten; more where the band ends at the top, because a form cannot lie above it
        assert ((scores >= low) & (scores <= high))[there].mean() >= 0.78
