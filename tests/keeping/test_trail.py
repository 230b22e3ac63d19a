"""One trail: chained a client, written by the verbs, without words."""

import pytest

from rightfit.aims.models import Task
from rightfit.keeping.models import Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_chains_every_line_of_a_client_to_the_line_before(cast: Cast) -> None:
    Task.objects.agree(cast.pair, by=cast.ida, words="one walk")
    lines = list(Event.objects.filter(chain=cast.noor.pk).order_by("position"))
    assert [line.position for line in lines] == list(range(1, len(lines) + 1))
    before = ""
    for line in lines:
        assert line.digest == line.chained_to(before)
        before = line.digest


def test_it_notices_a_changed_line(cast: Cast) -> None:
    first = Event.objects.filter(chain=cast.noor.pk).order_by("position").first()
    assert first is not None
    first.verb = "something else"
    assert first.digest != first.chained_to("")


def test_it_keeps_two_clients_chains_apart(cast: Cast) -> None:
    assert Event.objects.filter(chain=cast.evren.pk).order_by("position").values_list("position", flat=True)[0] == 1


def test_it_shows_people_their_own_chain_and_their_own_acts_only(cast: Cast) -> None:
    noor = set(Event.objects.visible_to(cast.noor).values_list("chain", flat=True))
    assert noor == {cast.noor.pk}
    assert set(Event.objects.visible_to(cast.ida).values_list("by", flat=True)) <= {cast.ida.pk}
    assert not Event.objects.visible_to(cast.rosa).exists()


def test_it_holds_no_words(cast: Cast) -> None:
    Task.objects.agree(cast.pair, by=cast.ida, words="canary-7f3a")
    for line in Event.objects.all():
        assert "canary" not in f"{line.verb}{line.about_kind}"
