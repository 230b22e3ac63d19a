"""How fast, as ratios, in one run: `make bench-speed`, or `python -m bench.speed [--clients N]`.

Every engine reads the same practice by its own model, at as many clients as it can in a few seconds; compared are
sessions a second of one process. The others do less than the filter does: one side's form, no ceiling, no states of
both, fixed numbers. An engine that is not installed is left out, and said. At the end one new check-in.
"""

from __future__ import annotations

import argparse
import os
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - threads are settled first

from bench.accuracy.detectors import FORTY, forms  # noqa: E402
from bench.accuracy.practices import Seen, made  # noqa: E402
from rightfit.engine import noticing  # noqa: E402
from rightfit.engine.dyad.compiled import recursion_compiled  # noqa: E402
from rightfit.engine.simulation.settings import setting  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

EACH = 10
RUNS = 3
LIMIT_MS = 2.0


def practice(clients: int) -> Seen:
    """Ten planned sessions a client, nobody leaves."""
    world = setting("base").but(length_median=EACH, length_least=EACH, length_most=EACH, leaving=-50.0)
    return made(world, seed=1, clients=clients)[0]


def timed(work: Callable[[], object]) -> float:
    """Median seconds of a few runs, after one that warms up."""
    work()
    took = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        took.append(perf_counter() - start)
    return median(took)


def ours(seen: Seen, *, compiled: bool) -> Callable[[], object]:
    """The exact filter of both sides, as `rightfit read` runs it on a long file."""
    given = forms(seen)
    return lambda: noticing.read_table(
        given, length=seen.length, reading="joint", scale=FORTY, single=True, compiled=compiled, new=False
    )


def by_simdkalman(seen: Seen) -> Callable[[], object]:
    """A local level of the client's form; the fastest ready-made one that takes missing forms."""
    import simdkalman  # noqa: PLC0415 - may be absent

    model = simdkalman.KalmanFilter(
        state_transition=np.eye(1),
        process_noise=np.eye(1) * 0.5,
        observation_model=np.ones((1, 1)),
        observation_noise=3.0,
    )
    return lambda: model.compute(
        seen.client, 0, initial_value=[37.5], initial_covariance=np.eye(1) * 10, filtered=True, smoothed=False
    )


def by_pykalman(seen: Seen) -> Callable[[], object]:
    """The same model, a client after the other."""
    from pykalman import KalmanFilter  # noqa: PLC0415 - may be absent

    model = KalmanFilter(
        transition_matrices=[[1]], observation_matrices=[[1]], transition_covariance=[[0.5]],
        observation_covariance=[[3.0]], initial_state_mean=[37.5], initial_state_covariance=[[10.0]],
    )  # fmt: skip
    rows = np.ma.masked_invalid(seen.client)
    return lambda: [model.filter(row) for row in rows]


def by_hmmlearn(seen: Seen) -> Callable[[], object]:
    """Two states with a normal form each; it takes no missing form, so these are filled with the mean."""
    from hmmlearn.hmm import GaussianHMM  # noqa: PLC0415 - may be absent

    model = GaussianHMM(n_components=2, covariance_type="diag", init_params="", params="")
    model.startprob_ = np.array([0.97, 0.03])
    model.transmat_ = np.array([[0.955, 0.045], [0.25, 0.75]])
    model.means_, model.covars_ = np.array([[37.5], [33.0]]), np.array([[6.0], [12.0]])
    rows = np.nan_to_num(seen.client, nan=37.2).reshape(-1, 1)
    return lambda: model.predict_proba(rows, [seen.client.shape[1]] * seen.client.shape[0])


def copied(seen: Seen) -> Callable[[], object]:
    """One copy of what the filter is given: the two forms, the question, attendance."""
    arrays = (seen.client, seen.therapist, seen.unsaid, seen.attended)
    out = [np.empty_like(one) for one in arrays]

    def work() -> None:
        for to, one in zip(out, arrays, strict=True):
            np.copyto(to, one)

    return work


def check_in(seen: Seen) -> float:
    """Milliseconds for one new check-in: one course of ten sessions read anew, as the web does; median of 200."""
    whole, took = forms(seen), []
    for row in range(200):
        one = noticing.Forms(**{name: getattr(whole, name)[row, :EACH] for name in noticing.Forms.__annotations__})
        start = perf_counter()
        noticing.read(one, reading="joint", scale=FORTY)
        took.append(perf_counter() - start)
    return 1000 * median(took[10:])


ENGINES = (
    ("one copy of the arrays", 1, copied),
    ("exact filter, compiled", 1, lambda seen: ours(seen, compiled=True)),
    ("exact filter, numpy", 10, lambda seen: ours(seen, compiled=False)),
    ("simdkalman, local level, one side", 1, by_simdkalman),
    ("hmmlearn, two states, one side", 10, by_hmmlearn),
    ("pykalman, local level, one side", 100, by_pykalman),
)
"""Name, by how many the clients are divided, and what makes the work."""


def main() -> int:
    """Time each and print the table; 1 where a check-in takes too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=20_000)
    clients = parser.parse_args().clients
    whole = practice(clients)
    told: dict[str, float] = {}
    for name, divided, engine in ENGINES:
        few = Seen(**{field: getattr(whole, field)[: max(1, clients // divided)] for field in Seen.__annotations__})
        try:
            work = engine(few)
        except ImportError as error:
            print(f"left out: {name} ({error}); install requirements/bench.txt", flush=True)
            continue
        told[name] = few.length.sum() / timed(work)
    base = told["exact filter, compiled"]
    print("| engine | sessions a second | the compiled filter is so many times as fast |\n|---|---|---|")
    for name, speed in told.items():
        print(f"| {name} | {speed:,.0f} | {base / speed:.3g} |")
    if recursion_compiled() is None:
        print("numba is not installed: the compiled filter ran in numpy")
    took = check_in(whole)
    print(f"one new check-in: {took:.2f} ms ({'within' if took < LIMIT_MS else 'OVER'} {LIMIT_MS:g} ms)")
    return 0 if took < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
