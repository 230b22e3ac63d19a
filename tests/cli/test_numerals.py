"""Many numbers at once have the digits that Python writes for each."""

import numpy as np
import pytest

from rightfit.cli.numerals import written

TIES = [0.005, 0.015, 0.125, 0.375, 2.675, 1.005, -0.005, -0.125, 36.665, 36.675, 0.25, 0.35, 0.45, 1.00005, 0.00015]
ODD = [
    0.0,
    -0.0,
    0.004999999,
    -0.001,
    np.nan,
    np.inf,
    -np.inf,
    1e6,
    1e7,
    123456.785,
    1e300,
    -1e-300,
    99.995,
    39.9999999,
]


@pytest.mark.parametrize(("digits", "plus"), [(1, True), (2, False), (4, False), (2, True)])
def test_it_writes_each_as_python_does(digits: int, plus: bool) -> None:
    rng = np.random.default_rng(1)
    near = np.round(rng.uniform(-50, 50, 5_000), digits + 1)  # many lie in the middle of two texts
    values = np.concatenate([TIES, ODD, rng.normal(0, 20, 5_000), near, np.nextafter(near, 0), np.nextafter(near, 99)])
    form = f"{{:{'+' if plus else ''}.{digits}f}}"
    assert written(values, digits, plus=plus).tolist() == [form.format(value) for value in values.tolist()]


def test_it_writes_nothing_where_there_is_nothing() -> None:
    assert written(np.array([]), 2).tolist() == []
