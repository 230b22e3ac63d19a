"""A client's pages are about the work they have now."""

from datetime import timedelta
from typing import cast as taken_as

import pytest
from django.http import Http404
from django.test import RequestFactory

from rightfit.keeping import clock
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Person
from rightfit.relationship.http import of_client_or_404
from rightfit.relationship.models import Relationship
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def asked_by(person: Person) -> SignedIn:
    request = taken_as(SignedIn, RequestFactory().get("/"))
    request.user = person
    return request


def test_it_is_the_newest_in_which_the_two_have_met(cast: Cast) -> None:
    with clock.at(NOW):
        assert of_client_or_404(asked_by(cast.noor)) == cast.pair
        new = Relationship.objects.begin(client=cast.noor, therapist=cast.samira, by=cast.tom, beside=cast.pair)
        assert of_client_or_404(asked_by(cast.noor)) == cast.pair
        first = new.book(by=cast.samira, starts_at=NOW + timedelta(hours=1))
    with clock.at(first.ends_at - timedelta(minutes=1)):
        assert of_client_or_404(asked_by(cast.noor)) == cast.pair
    with clock.at(first.ends_at):
        assert of_client_or_404(asked_by(cast.noor)) == new


def test_it_is_the_newest_where_nobody_has_been_met(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        new = Relationship.objects.begin(client=cast.noor, therapist=cast.samira, by=cast.tom)
        assert of_client_or_404(asked_by(cast.noor)) == new


@pytest.mark.parametrize("role", ["therapist", "former_therapist", "lead", "listener", "coordinator"])
def test_it_is_not_there_for_who_is_no_client(cast: Cast, role: str) -> None:
    with pytest.raises(Http404):
        of_client_or_404(asked_by(cast.of_role(role)))


def test_it_is_not_there_any_more_after_the_ending(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        with pytest.raises(Http404):
            of_client_or_404(asked_by(cast.noor))
