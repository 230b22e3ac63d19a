"""The small pictures: silent, complete, and closed to what a caller writes into them."""

import pytest

from rightfit.drawing import pictures
from rightfit.drawing.shapes import ICONS, NEEDS, STEPS, WAVES
from tests.drawing.well_formed import read


@pytest.mark.parametrize("name", ICONS)
def test_it_draws_every_icon_silently(name: str) -> None:
    assert read(pictures.icon(name)).getAttribute("aria-hidden") == "true"


@pytest.mark.parametrize("name", [*NEEDS, *STEPS])
def test_it_draws_every_need(name: str) -> None:
    assert read(pictures.need(name)).getAttribute("aria-hidden") == "true"


@pytest.mark.parametrize("kind", WAVES)
def test_it_draws_every_edge(kind: str) -> None:
    read(pictures.wave(kind))


def test_it_refuses_a_picture_that_nobody_drew() -> None:
    with pytest.raises(KeyError):
        pictures.icon("heart-with-a-cog")


def test_it_lets_the_lines_touch_at_a_talk_and_part_at_a_miss() -> None:
    talk, missed = pictures.thread(["talk", "missed"])
    assert (talk.pin, missed.pin) == ("met", "open")
    assert "22,30" in talk.a
    assert "26,30" in talk.z
    assert "8,30" in missed.a


def test_it_joins_one_stretch_of_the_thread_to_the_next() -> None:
    first, second = pictures.thread(["held", "agreement"])
    assert first.a.endswith("17,100")
    assert second.a.startswith("M17,0")
