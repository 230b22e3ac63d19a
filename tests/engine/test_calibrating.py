"""Fitting to a practice's own ratings, and priors as a file."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from rightfit import cli
from rightfit.engine.calibrating import PriorsError, fit, from_toml, to_toml
from rightfit.engine.dyad import Courses, Priors
from rightfit.engine.simulation.practice import Practice
from rightfit.engine.simulation.settings import setting


def practice(seed: int, courses: int, *, mu_c: float, s_c: float, sb_c: float, therapist: bool = True) -> Courses:
    """Courses without ruptures, from plain normal numbers."""
    rng = np.random.default_rng(seed)
    n = 10
    own = rng.normal(mu_c, sb_c, (courses, 1))
    client = np.clip(own + 1.2 * np.log10(np.arange(1, n + 1)) + rng.normal(0, s_c, (courses, n)), 0, 40)
    other = np.clip(rng.normal(30, 3, (courses, 1)) + rng.normal(0, 1.5, (courses, n)), 0, 40)
    return Courses(
        session=np.tile(np.arange(1, n + 1), (courses, 1)),
        client=client,
        therapist=other if therapist else np.full((courses, n), np.nan),
        attended=np.ones((courses, n), int),
        unsaid=np.full((courses, n), np.nan),
        length=np.full(courses, n),
    )


def quiet() -> Courses:
    return practice(4, 60, mu_c=36.0, s_c=2.0, sb_c=3.0)


@lru_cache
def fitted_to_quiet() -> Priors:
    return fit(quiet(), priors=Priors()).priors


def test_it_finds_where_a_practice_rates_and_how_much_it_moves() -> None:
    found = fit(practice(1, 70, mu_c=30.0, s_c=3.4, sb_c=4.5), priors=Priors())
    assert found.fitted
    assert found.gain > 100
    assert found.priors.mu_c == pytest.approx(30.0, abs=1.5)
    assert found.priors.sb_c == pytest.approx(4.5, rel=0.2)
    assert found.priors.s_c == pytest.approx(3.4, rel=0.2)
    assert found.priors.mu_h == pytest.approx(30.0, abs=1.2)
    assert found.priors.onset == Priors().onset


def simulated(name: str, *, clients: int) -> Courses:
    """Courses of a setting of the simulator."""
    seen = Practice(setting(name), seed=5, clients=clients).run().observe()
    shape = (clients, int(seen.session.max()))

    def wide(values: np.ndarray, empty: float) -> np.ndarray:
        out = np.full(shape, empty)
        out[seen.client, seen.session - 1] = values
        return out

    return Courses(
        session=np.tile(np.arange(1, shape[1] + 1), (clients, 1)),
        client=wide(seen.client_score, np.nan),
        therapist=wide(seen.therapist_score, np.nan),
        attended=wide(seen.attended, -1).astype(int),
        unsaid=wide(seen.unsaid, np.nan),
        length=np.bincount(seen.client, minlength=clients),
    )


def gap(yes: tuple[float, ...]) -> float:
    """How far the log-odds of "yes" in withdrawal lie above those when all is well."""
    return float(np.log(yes[2] / (1 - yes[2])) - np.log(yes[0] / (1 - yes[0])))


def test_it_learns_how_much_a_yes_tells_here_and_moves_no_scale_for_it() -> None:
    mute = fit(simulated("mute-question", clients=100), priors=Priors()).priors
    candid = fit(simulated("candid-question", clients=100), priors=Priors()).priors
    assert gap(mute.yes) < 0.5 * gap(Priors().yes)
    assert gap(candid.yes) > 0.8 * gap(Priors().yes)
    assert mute.mu_c == pytest.approx(candid.mu_c, abs=0.01)
    assert mute.s_c == pytest.approx(candid.s_c, abs=0.01)
    assert mute.onset == candid.onset == Priors().onset


def test_it_learns_how_often_yes_is_said_when_all_is_well() -> None:
    courses = quiet()
    often = np.random.default_rng(4).random(courses.client.shape) < 0.2
    found = fit(replace(courses, unsaid=often.astype(float)), priors=Priors()).priors
    assert found.yes[0] == pytest.approx(0.2, abs=0.05)


def test_it_learns_that_some_say_yes_by_habit_and_takes_it_for_no_sign() -> None:
    courses = practice(4, 120, mu_c=36.0, s_c=2.0, sb_c=3.0)
    chance = np.random.default_rng(4).random(courses.client.shape)
    by_habit = np.arange(120)[:, None] % 5 == 0
    said = chance < np.where(by_habit, 0.55, Priors().yes[0])
    found = fit(replace(courses, unsaid=said.astype(float)), priors=Priors()).priors
    assert found.habit == pytest.approx(0.2, abs=0.08)
    assert found.yes[0] == pytest.approx(0.05, abs=0.03)


def test_it_holds_nobody_to_say_yes_by_habit_where_nobody_does() -> None:
    assert fit(simulated("base", clients=100), priors=Priors()).priors.habit < 0.04
    assert fitted_to_quiet().habit == 0


def test_it_learns_that_therapists_here_notice_little() -> None:
    fall = Priors().fall_h[0]
    unaware = fit(simulated("unaware-therapists", clients=300), priors=Priors()).priors.fall_h[0]
    aware = fit(simulated("base", clients=300), priors=Priors()).priors.fall_h[0]
    assert unaware < 0.9 * aware
    assert aware == pytest.approx(fall, rel=0.1)


def test_it_does_not_learn_what_a_yes_tells_of_a_rupture_where_there_are_hardly_any() -> None:
    courses = quiet()
    anywhere = np.random.default_rng(4).random(courses.client.shape) < Priors().yes[0]
    found = fit(replace(courses, unsaid=anywhere.astype(float)), priors=Priors()).priors
    assert gap(found.yes) == pytest.approx(gap(Priors().yes), rel=0.05)


def test_it_leaves_a_question_that_nobody_answered_as_it_was() -> None:
    assert fitted_to_quiet().yes == Priors().yes


def test_it_learns_base_rates_only_when_asked_to_go_beyond_scale() -> None:
    plain = fitted_to_quiet()
    beyond = fit(quiet(), priors=Priors(), beyond_scale=True).priors
    assert (plain.onset, plain.onset_first) == (Priors().onset, Priors().onset_first)
    assert plain.fall_h == Priors().fall_h
    assert beyond.onset < 0.6 * plain.onset
    assert beyond.mu_c == plain.mu_c


def test_it_keeps_the_priors_of_a_side_that_gave_no_forms() -> None:
    found = fit(practice(2, 40, mu_c=30.0, s_c=3.0, sb_c=4.0, therapist=False), priors=Priors())
    assert found.fitted
    expected = Priors()
    assert (found.priors.mu_h, found.priors.sb_h, found.priors.s_h) == (expected.mu_h, expected.sb_h, expected.s_h)


def test_it_keeps_the_priors_with_fewer_than_thirty_courses_and_says_so() -> None:
    found = fit(practice(3, 29, mu_c=20.0, s_c=3.0, sb_c=4.0), priors=Priors())
    assert not found.fitted
    assert found.priors == Priors()
    assert "fewer than 30" in found.why


def test_it_writes_priors_that_it_reads_again(tmp_path: Path) -> None:
    expected = replace(Priors(), mu_c=31.25, name='a "practice"')
    path = tmp_path / "priors.toml"
    path.write_text(to_toml(expected, remark="made up"), encoding="utf-8")
    assert from_toml(path) == expected


def test_it_takes_what_a_file_leaves_out_as_published(tmp_path: Path) -> None:
    path = tmp_path / "priors.toml"
    path.write_text("mu_c = 30\n", encoding="utf-8")
    assert from_toml(path) == replace(Priors(), mu_c=30.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mu_q = 3\n", "no prior called mu_q"),
        ('mu_c = "high"\n', "has to be a number"),
        ("kinds = [1, 2]\n", "a list of 5 numbers"),
        ("s_c = -1\n", "above 0"),
        ("mu_c =\n", "no priors file"),
    ],
)
def test_it_refuses_priors_it_cannot_use(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "priors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PriorsError, match=words):
        from_toml(path)


def rows(count: int, score: str = "") -> str:
    lines = ["client,therapist,session,client_score,shared"]
    rng = np.random.default_rng(5)
    for client in range(count):
        level = rng.normal(30, 4)
        lines += [f"c{client},T,{t},{score or np.clip(rng.normal(level, 2), 0, 40):.4},1" for t in range(1, 9)]
    return "\n".join(lines) + "\n"


def test_it_calibrates_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "priors.toml"
    path.write_text(rows(40))
    assert cli.main(["calibrate", str(path), "--scale", "0:40", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "fitted to 40 courses" in told
    assert "yes, a withdrawal" in told
    assert from_toml(out).mu_c == pytest.approx(30, abs=2)


def test_it_says_on_the_command_line_that_the_priors_were_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "priors.toml"
    path.write_text(rows(5))
    assert cli.main(["calibrate", str(path), "--scale", "0:40", "--out", str(out)]) == 0
    assert "the priors are kept" in capsys.readouterr().out
    assert from_toml(out) == Priors()


@pytest.mark.parametrize(("text", "code"), [("", 1), (rows(3, "99"), 1), (rows(3) + "x,T,1,bad,1\n", 3)])
def test_it_refuses_to_calibrate_on_what_it_cannot_read(tmp_path: Path, text: str, code: int) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "priors.toml"
    path.write_text(text)
    assert cli.main(["calibrate", str(path), "--scale", "0:40", "--out", str(out)]) == code
    assert out.exists() == (code == 3)


def test_it_learns_nothing_from_forms_kept_private(tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "priors.toml"
    path.write_text(rows(40).replace(",1\n", ",0\n"))
    assert cli.main(["calibrate", str(path), "--scale", "0:40", "--out", str(out)]) == 0
    assert from_toml(out) == Priors()
