"""The bar of a share: as long as the share, with the stretch that chance leaves open, and silent."""

import re

import pytest

from rightfit.drawing.shares import EDGE, WIDTH, bar
from tests.drawing.well_formed import read


def ends(drawn: str) -> tuple[float, float]:
    found = re.search(r'class="chance" d="M([\d.]+),[\d.]+H([\d.]+)', drawn)
    assert found
    return float(found[1]), float(found[2])


def test_it_is_as_long_as_the_share_with_chance_across_it() -> None:
    drawn = bar(0.25, 0.1, 0.5)
    wide = WIDTH - 2 * EDGE
    assert f'class="part" x="{EDGE}" y="6" width="{wide / 4:.1f}"' in drawn
    first, last = ends(drawn)
    assert first == pytest.approx(EDGE + wide / 10, abs=0.1)
    assert last == pytest.approx(EDGE + wide / 2, abs=0.1)


def test_it_stays_in_its_frame_and_says_nothing_itself() -> None:
    drawn = bar(1.2, -1, 2)
    assert ends(drawn) == (EDGE, WIDTH - EDGE)
    assert read(drawn).getAttribute("aria-hidden") == "true"
    assert "<text" not in drawn
    assert "style=" not in drawn
