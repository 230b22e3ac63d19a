"""What a reader of these figures has to know about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rightfit.engine.dyad import Priors

    FloatArray = NDArray[np.float64]

__all__ = ["remarks"]

_OFF = 1.5
_CALIBRATE = 30


def remarks(sums: FloatArray, *, priors: Priors, reading: str, courses: int, calibrated: bool) -> tuple[str, ...]:
    """Return whole sentences. `sums` are how many forms there are and what they come to (of 40), clients' first."""
    out = []
    for whose, place, mean, sd in (
        ("clients", 0, priors.mu_c, priors.sb_c),
        ("therapists", 2, priors.mu_h, priors.sb_h),
    ):
        if not sums[place]:
            continue
        seen = sums[place + 1] / sums[place]
        if abs(seen - min(mean, 40.0)) > _OFF * sd:
            where = "lower" if seen < mean else "higher"
            if calibrated:
                tail = "the priors given do not fit this file."
            elif courses < _CALIBRATE:
                tail = f"with fewer than {_CALIBRATE} courses there is no way yet to fit the reading to it."
            else:
                tail = "run `rightfit calibrate` on it and read it again with --priors."
            out.append(
                f"The forms of the {whose} lie {where} than the priors expect (mean {seen:.1f} of 40, "
                f"expected {mean:.1f}), so signals and probabilities are not to be relied on: {tail}"
            )
    if not sums[0]:
        out.append("There is no form from a client, so everything rests on the therapist's side.")
    if not sums[2] and reading != "client":
        out.append("There is no form from a therapist, so everything rests on the client's side.")
    return tuple(out)
