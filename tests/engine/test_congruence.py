"""The surface of two figures, against a published data set and by hand."""

import numpy as np
import pytest

from rightfit.engine.congruence import surface
from tests.engine.real_data import columns, target


def test_it_gives_the_surface_of_two_motives() -> None:
    expected = target("RS1")
    found = surface(*columns("motive_fit/motcon.csv", ["ePow", "iPow", "postVA"]).T)
    assert found.b == pytest.approx(expected["value"]["b"], abs=expected["tolerance"])
    assert found.a == pytest.approx(expected["value"]["a"], abs=expected["tolerance"])
    assert found.r2 == pytest.approx(expected["value"]["R2"], abs=expected["tolerance"])
    assert found.people == 84


def test_it_finds_that_agreement_matters_where_it_does() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(2, 400))
    found = surface(x, y, 5 - (x - y) ** 2 + 0.1 * rng.normal(size=400))
    assert found.a == pytest.approx([0, 0, 0, -4], abs=0.1)
    assert (np.abs(found.a - [0, 0, 0, -4]) < 4 * found.a_se).all()
    assert found.r2 > 0.98


def test_it_has_the_errors_of_least_squares() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(2, 60))
    draws = [surface(x, y, x + rng.normal(size=60)) for _ in range(300)]
    spread = np.std([one.a for one in draws], axis=0)
    assert spread == pytest.approx(np.mean([one.a_se for one in draws], axis=0), rel=0.15)


def test_it_leaves_out_people_with_a_missing_figure_and_refuses_what_tells_nothing() -> None:
    rng = np.random.default_rng(3)
    x, y, z = rng.normal(size=(3, 20))
    x[0] = np.nan
    assert (surface(x, y, z).people, surface(x, y, z).left_out) == (19, 1)
    with pytest.raises(ValueError, match="more than 6 are needed"):
        surface(x[:7], y[:7], z[:7])
    with pytest.raises(ValueError, match="do not vary apart"):
        surface(y, y, z)
    with pytest.raises(ValueError, match="one figure each"):
        surface(x, y, z[:5])
