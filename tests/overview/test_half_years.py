"""The closed half-years: counted once, small groups hidden, for the lead alone, and never changed again."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from rightfit import worker
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.overview.counting import PARTS, About, Part
from rightfit.overview.models import (
    Figure,
    NotOverError,
    Period,
    count_half_years,
    half_year_of,
    name_of,
    next_half_year,
    ready_on,
)
from rightfit.practice.models import Practice
from tests.cast import ALL_ROLES, NOW, Cast, assemble, signed_in
from tests.overview.many import MARCH, READY, leave, many, move, talk
from tests.relationship.at_once import at_once, on_postgresql

pytestmark = pytest.mark.django_db
BEGINS = date(2026, 1, 1)


def shown(about: About) -> dict[str, int | None]:
    return dict(Figure.objects.filter(about=about).values_list("part", "people"))


def a_full_half_year(cast: Cast) -> None:
    """Seventy-two people: 16 left without a word, 24 with one, 12 talked, 20 began to move."""
    people = many(cast)
    for pair in people.some(16):
        leave(pair)
    for pair in people.some(24):
        leave(pair, goodbye="Thank you.")
    for pair in people.some(12):
        talk(pair)
    for pair in people.some(20):
        move(pair)


def test_a_half_year_is_counted_four_weeks_after_its_end(cast: Cast) -> None:
    with clock.at(READY - timedelta(days=1)):
        assert count_half_years() == 0
        with pytest.raises(NotOverError):
            Period.objects.close(BEGINS)
    with clock.at(READY):
        assert worker.tick()
        assert worker.tick()
    assert [period.begins for period in Period.objects.all()] == [BEGINS]
    assert Figure.objects.count() == sum(1 + len(parts) for parts in PARTS.values())
    assert Event.objects.filter(verb="counted a half-year", by=None).count() == 1


def test_it_shows_large_groups_rounded_and_hides_the_others(cast: Cast) -> None:
    a_full_half_year(cast)
    with clock.at(READY):
        count_half_years()
    assert shown(About.ENDINGS) == {Part.ALL: 40, Part.QUIET: 15, Part.SAID: 25}
    # Twelve people are nine without those of one therapist.
    assert set(shown(About.TALKS).values()) == {None}
    assert shown(About.MOVES) == {
        Part.ALL: 20, Part.FOUND: None, Part.LOOKING: None, Part.STAYED: None, Part.UNKNOWN: None
    }  # fmt: skip


def test_no_number_is_shown_where_nearly_all_are_with_one_therapist(cast: Cast) -> None:
    people = many(cast)
    people.therapists = people.therapists[:1] * 17 + people.therapists[1:]
    for pair in people.some(60):
        leave(pair)
    with clock.at(READY):
        count_half_years()
    # Fifty-one are with one, nine with the other three: sixty people would be that one's number.
    assert set(shown(About.ENDINGS).values()) == {None}


def test_what_is_counted_stays_whatever_goes_or_comes(cast: Cast) -> None:
    a_full_half_year(cast)
    with clock.at(READY):
        count_half_years()
    before = list(Figure.objects.order_by("pk").values_list("pk", "about", "part", "people"))
    with clock.at(READY + timedelta(days=1)):
        apps.get_model("relationship", "Ending").objects.all().delete()
        apps.get_model("conversation", "Conversation").objects.all().delete()
        assert count_half_years() == 0
        Period.objects.close(BEGINS)
        worker.tick()
    assert list(Figure.objects.order_by("pk").values_list("pk", "about", "part", "people")) == before


def test_a_worker_that_slept_long_counts_each_half_year_it_missed(cast: Cast) -> None:
    with clock.at(READY + timedelta(days=366)):
        assert count_half_years() == 3
        assert count_half_years() == 0
    assert list(Period.objects.order_by("begins").values_list("begins", flat=True)) == [
        BEGINS,
        date(2026, 7, 1),
        date(2027, 1, 1),
    ]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_it_is_counted_once_by_many_workers() -> None:
    assemble()
    assert at_once(*[lambda: Period.objects.close(BEGINS)] * 5, at=READY) == []
    assert Figure.objects.count() == sum(1 + len(parts) for parts in PARTS.values())
    assert Event.objects.filter(verb="counted a half-year").count() == 1


def test_the_table_takes_no_small_number_and_no_second_of_one(cast: Cast) -> None:
    period = Period.objects.create(begins=BEGINS)
    Figure.objects.create(period=period, about=About.TALKS, part=Part.ALL, people=10)
    for people, part in ((9, Part.BETTER), (0, Part.NO_WORD), (20, Part.ALL)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Figure.objects.create(period=period, about=About.TALKS, part=part, people=people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.create(begins=BEGINS)


def test_its_tables_hold_numbers_days_and_a_word_from_a_list() -> None:
    """No words of anybody's, and neither a person nor a therapist (P6)."""
    plain = (models.UUIDField, models.PositiveIntegerField, models.DateField)
    for model in (Period, Figure):
        for one in model._meta.fields:
            from_a_list = isinstance(one, models.CharField) and bool(one.choices)
            its_period = isinstance(one, models.ForeignKey) and one.related_model is Period
            assert isinstance(one, plain) or from_a_list or its_period, one


def test_it_is_for_the_lead_alone(cast: Cast) -> None:
    with clock.at(READY):
        count_half_years()
        for role in ALL_ROLES:
            person = cast.of_role(role)
            assert Period.objects.visible_to(person).exists() == (role == "lead")
            assert Figure.objects.visible_to(person).exists() == (role == "lead")
            assert signed_in(person).get(reverse("overview:half_years")).status_code == (200 if role == "lead" else 404)


def test_before_the_first_it_says_when_that_will_be(cast: Cast) -> None:
    with clock.at(NOW):
        page = signed_in(cast.rosa).get(reverse("overview:half_years")).content.decode()
    assert "The first one, January to June 2026, will be here on 29 July 2026." in page
    assert '<svg class="share"' not in page
    with clock.at(READY):
        count_half_years()
        page = signed_in(cast.rosa).get(reverse("overview:half_years")).content.decode()
    assert "The next one, July to December 2026, will be here on 29 January 2027." in page


def test_each_share_has_its_people_its_interval_in_words_and_its_bar(cast: Cast) -> None:
    a_full_half_year(cast)
    with clock.at(READY):
        count_half_years()
        page = signed_in(cast.rosa).get(reverse("overview:half_years")).content.decode()
    assert page.count('<svg class="share"') == 2
    assert "About 40 in 100. Chance alone could make it anything from 15 to 65 in 100." in page
    for therapist in (cast.ida, cast.samira, cast.jonas):
        assert therapist.given_name not in page
    assert page.count(">hidden</span>") == 1 + 4


def test_hidden_looks_the_same_whatever_is_behind_it(cast: Cast) -> None:
    """One person who left or nine: not one byte of the lead's page tells them apart (P5)."""
    pages = []
    for quiet in (1, 9):
        with transaction.atomic():
            people = many(cast)
            for number, pair in enumerate(people.some(40)):
                leave(pair, goodbye="" if number < quiet else "Thank you.")
            with clock.at(READY):
                count_half_years()
                answer = signed_in(cast.rosa).get(reverse("overview:half_years"))
                pages.append(re.sub(r"nonce=.[^ >]*", "", answer.content.decode()))
            transaction.set_rollback(True)
    assert pages[0] == pages[1]


def test_the_leads_home_leads_there(cast: Cast) -> None:
    with clock.at(NOW):
        assert reverse("overview:half_years") in signed_in(cast.rosa).get(reverse("home:practice")).content.decode()


def test_an_empty_house_counts_nothing() -> None:
    Practice.objects.create(name="Empty")
    with clock.at(READY):
        assert Period.objects.to_come() == date(2026, 7, 1)
        assert count_half_years() == 0


@pytest.mark.parametrize(
    ("day", "begins", "name", "ready"),
    [
        (date(2026, 6, 30), date(2026, 1, 1), "January to June 2026", date(2026, 7, 29)),
        (date(2026, 7, 1), date(2026, 7, 1), "July to December 2026", date(2027, 1, 29)),
        (date(2028, 2, 29), date(2028, 1, 1), "January to June 2028", date(2028, 7, 29)),
    ],
)
def test_a_half_year_has_its_days(day: date, begins: date, name: str, ready: date) -> None:
    assert half_year_of(day) == begins
    assert (name_of(begins), ready_on(begins)) == (name, ready)
    assert half_year_of(next_half_year(begins)) == next_half_year(begins) > day


def test_what_lies_on_the_edge_of_a_half_year_is_in_one_of_them(cast: Cast) -> None:
    """Midnight is that of the practice's own clock."""
    people = many(cast)
    last_moment = MARCH.replace(month=6, day=30, hour=23, minute=59)
    for pair in people.some(40):
        leave(pair, at=last_moment)
    with clock.at(READY + timedelta(days=190)):
        assert count_half_years() == 2
    whole = Figure.objects.filter(about=About.ENDINGS, part=Part.ALL)
    assert whole.get(period__begins=BEGINS).people == 40
    assert whole.get(period__begins=date(2026, 7, 1)).people is None
