"""Row 18: a therapist's own page is public, and only theirs to write."""

from http import HTTPStatus
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from rightfit.finding.models import Profile
from rightfit.keeping import clock
from tests.cast import NOW, signed_in
from tests.finding.conftest import Looking

SAYS = {"form_key": "", "own_line": "I wait.", "not_right_if": "you like it fast.", "times": ["2-evening"]}


def test_it_is_read_without_an_account(looking: Looking) -> None:
    page = Client().get(reverse("finding:therapists")).content.decode()
    assert "Ida Fenwright" in page
    assert "you want a plan at once." in page


def test_it_names_who_is_still_learning_and_the_helper(looking: Looking) -> None:
    looking.cast.jonas.therapist.helped_by = looking.cast.ida
    looking.cast.jonas.therapist.save()
    page = Client().get(reverse("finding:therapists")).content.decode()
    assert "Jonas is still learning, with help from Ida Fenwright." in page


def test_it_is_written_by_the_therapist(looking: Looking) -> None:
    with clock.at(NOW):
        browser = signed_in(looking.cast.ida)
        answer = browser.post(
            reverse("finding:my_profile"), SAYS | {"form_key": str(uuid4()), "languages": "English, Arabic"}
        )
    assert answer.status_code == HTTPStatus.SEE_OTHER
    profile = Profile.objects.get(person=looking.cast.ida)
    assert (profile.own_line, profile.languages, profile.next_free()) == (
        "I wait.",
        ["English", "Arabic"],
        ["Wednesday evening"],
    )


def test_it_is_not_written_by_somebody_who_is_no_therapist(looking: Looking) -> None:
    with clock.at(NOW):
        answer = signed_in(looking.wren).post(reverse("finding:my_profile"), SAYS | {"form_key": str(uuid4())})
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert not Profile.objects.filter(person=looking.wren).exists()
