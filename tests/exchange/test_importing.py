"""A practice's own history, from a file: what is made, what is refused, what is taken out again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from rightfit.checkin import course, giving, reading
from rightfit.checkin.past import PastRating
from rightfit.checkin.side import Side
from rightfit.engine.dyad import Scale
from rightfit.engine.files import CallError, FileError, Layout
from rightfit.exchange import importing
from rightfit.exchange.models import Import
from rightfit.exchange.undoing import GoneOnError, undo
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship
from tests.cast import NOW, Cast, signed_in, well
from tests.engine.real_data import FOLDER

pytestmark = pytest.mark.django_db
PLAIN = Layout(scale=Scale(low=0, high=40), therapist_scale=Scale(low=0, high=40))
THREE = """client,therapist,session,date,client_score,therapist_score,attended
c1,a,1,2026-03-02,20,30,1
c1,a,2,2026-03-09,40,,1
c1,a,3,2026-03-16,,,0
c2,b,1,2026-03-03,0,10,1
"""
MAP = "therapist,name,email\na,Ida Fenwright,ida@fernlea.example\nb,Lena Marsh,lena@fernlea.example\n"
Bring = Callable[..., tuple[Import, importing.Plan]]


@pytest.fixture
def bring(cast: Cast, tmp_path: Path) -> Bring:
    def now(text: str = THREE, named: str = MAP) -> tuple[Import, importing.Plan]:
        (tmp_path / "old.csv").write_text(text, encoding="utf-8")
        (tmp_path / "map.csv").write_text(named, encoding="utf-8")
        therapists = importing.therapists_in(tmp_path / "map.csv")
        with clock.at(NOW):
            return importing.bring(tmp_path / "old.csv", layout=PLAIN, therapists=therapists, laid=None)

    return now


def pair_of(name: str) -> Relationship:
    return Relationship.objects.get(client__given_name=name)


def test_it_makes_pairs_sessions_and_ratings(cast: Cast, bring: Bring) -> None:
    bring()
    assert pair_of("c1").therapist == cast.ida
    assert pair_of("c2").therapist.is_therapist
    assert pair_of("c1").client.email is None
    assert pair_of("c1").sessions.count() == 3
    assert [session.number for session in pair_of("c1").sessions.held()] == [1, 2]
    assert PastRating.objects.filter(session__relationship=pair_of("c1")).count() == 3


def test_it_reads_them_on_the_scale_of_the_course(cast: Cast, bring: Bring) -> None:
    bring()
    with clock.at(NOW):
        read = reading.read(pair_of("c1"), reader=cast.ida)
        drawn = course.for_therapist(pair_of("c1"), cast.ida)
    assert [(one.client, one.therapist) for one in read] == [(5.0, 7.5), (10.0, None), (None, None)]
    assert len(drawn.rows) == 3
    assert not drawn.is_empty


def test_it_shows_a_past_rating_to_the_two_and_nobody_else(cast: Cast, bring: Bring) -> None:
    bring()
    pair = pair_of("c1")
    of_c1 = PastRating.objects.filter(session__relationship=pair)
    assert of_c1.visible_to(pair.client).count() == of_c1.visible_to(cast.ida).count() == 3
    for other in (cast.rosa, cast.mira, cast.samira, cast.noor):
        assert not PastRating.objects.visible_to(other).exists()
    pair.end(by=cast.ida)
    assert not of_c1.visible_to(cast.ida).exists()


def test_it_refuses_a_row_that_is_here_already(bring: Bring) -> None:
    bring()
    with pytest.raises(FileError, match="already here"):
        bring()
    _batch, found = bring(THREE + "c1,a,4,2026-03-23,8,8,1\n")
    assert {one.reason for one in found.refused} == {"already here"}
    assert [row.number for row in found.rows] == [4]
    assert pair_of("c1").sessions.count() == 4


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("c3,x,1,2026-03-02,1,1,1", "therapist x is not in the file of --therapists"),
        ("c3,a,1,,1,1,1", "date is empty"),
        ("c3,a,1,2026-05-07,1,1,1", "is not over yet"),
        ("c3,a,1,2.3.2026,1,1,1", "is not an ISO date"),
        ("c1,b,1,2026-01-02,1,1,1", "one stays"),
        ("c1,a,4,2026-03-10,1,1,1", "is not after that of session 3"),
        ("c3,a,1,2026-03-02,41,1,1", "off the scale"),
    ],
)
def test_it_refuses_a_row_and_says_why(bring: Bring, row: str, why: str) -> None:
    _batch, found = bring(THREE + row + "\n")
    assert len(found.rows) == 4
    [refused] = found.refused
    assert why in refused.reason
    assert refused.line == 6


def test_it_leaves_outside_what_was_kept_private(bring: Bring) -> None:
    _batch, found = bring("client,therapist,session,date,client_score,shared\nc1,a,1,2026-03-02,3,0\n")
    assert found.kept_private == 1
    assert not PastRating.objects.exists()


def test_it_refuses_an_address_that_is_no_therapists(bring: Bring) -> None:
    with pytest.raises(CallError, match="not as a therapist"):
        bring(named="therapist,name,email\na,Noor,noor@fernlea.example\nb,B B,b@fernlea.example\n")
    assert not Import.objects.exists()


def test_it_refuses_a_file_without_dates(bring: Bring) -> None:
    with pytest.raises(FileError, match="--first-date"):
        bring("client,therapist,session,client_score\nc1,a,1,3\n")


def counts() -> list[int]:
    return [model.objects.count() for model in (Person, Relationship, Session, PastRating, Import)]


def test_it_takes_an_import_out_whole(bring: Bring) -> None:
    before = counts()
    batch, _found = bring()
    assert undo(batch.pk) == (4, 3)
    assert counts() == before
    bring()


def test_it_takes_out_a_second_file_and_leaves_the_first(bring: Bring) -> None:
    bring()
    before = counts()
    later, _found = bring(THREE + "c1,a,4,2026-03-23,8,8,1\n")
    assert undo(later.pk) == (1, 0)
    assert counts() == before


def test_it_does_not_take_out_what_people_have_gone_on_with(cast: Cast, bring: Bring) -> None:
    batch, _found = bring()
    with clock.at(NOW):
        pair_of("c1").book(by=cast.ida, starts_at=NOW + timedelta(days=2))
    before = counts()
    with pytest.raises(GoneOnError, match="c1"):
        undo(batch.pk)
    assert counts() == before


def test_it_does_not_take_out_where_somebody_said_how_it_was(cast: Cast, bring: Bring) -> None:
    batch, _found = bring("client,therapist,session,date,client_score\nc1,a,1,2026-05-05,3\n")
    pair = pair_of("c1")
    with clock.at(NOW):
        giving.give(pair.sessions.get(), by=cast.ida, answers={"understood": 7})
        giving.give(pair.sessions.get(), by=pair.client, answers=well())
    with pytest.raises(GoneOnError):
        undo(batch.pk)


def test_it_brings_in_a_real_history(cast: Cast, tmp_path: Path) -> None:
    file = FOLDER / "implement_wai_bai" / "sessions.csv"
    if not file.is_file():
        pytest.skip("the real data are not here; RIGHTFIT_DATA says where they lie")
    named = "".join(f"{one},Therapist No{one},t{one}@fernlea.example\n" for one in range(1, 10))
    (tmp_path / "map.csv").write_text(f"therapist,name,email\n{named}", encoding="utf-8")
    items = tuple(f"wai_{part}{place}" for part in ("task", "goal", "bond") for place in (1, 2, 3))
    five = Scale(low=1, high=5)
    layout = Layout(scale=five, therapist_scale=five, names={"client": "patient"}, client_items=items, item_scale=five)
    what = {"layout": layout, "therapists": importing.therapists_in(tmp_path / "map.csv")}
    laid = importing.Laid(first=(NOW - timedelta(days=200)).date(), every_days=7)
    before = counts()
    with clock.at(NOW):
        batch, found = importing.bring(file, laid=laid, **what)  # type: ignore[arg-type]
        assert len({row.client for row in found.rows}) == 30
        assert len(found.rows) + len(found.refused) == 425
        assert Session.objects.filter(came_by__brought_by=batch).count() == len(found.rows)
        [first] = [row for row in found.rows if row.client == "1" and row.number == 1]
        pair = pair_of("1")
        read = reading.read(pair, reader=pair.therapist)
        assert read[0].client == pytest.approx(10 * (first.scores[Side.CLIENT] - 1) / 4)
        assert [one.number for one in read] == list(range(1, len(read) + 1))
        # The usual time is typed for the day to come; the sheet of that day counts the hours from before.
        session = pair.book(by=pair.therapist, starts_at=NOW + timedelta(hours=3))
        assert session.number == len(read) + 1
        page = signed_in(pair.therapist).get(reverse("home:today")).content.decode()
        assert f"{len(read) + 1}" in page
        assert len(course.for_therapist(pair, pair.therapist).rows) == len(read)
        with pytest.raises(FileError, match="already here"):
            importing.bring(file, laid=laid, **what)  # type: ignore[arg-type]
        with pytest.raises(GoneOnError, match="1"):
            undo(batch.pk)
        session.delete()
        undo(batch.pk)
    assert counts() == before
