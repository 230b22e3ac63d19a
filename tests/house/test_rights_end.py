"""Rights end with the work of the two, in the same transaction: of every table, not only of every page (S4)."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model

from rightfit.exchange.of_a_client import COPIED, way_to_the_client
from rightfit.keeping import clock
from rightfit.practice.models import Person
from tests.cast import NOW, Cast
from tests.house.test_doors import things  # noqa: F401 - a practice with one of each thing

pytestmark = pytest.mark.django_db

# What a therapist still reads of a client afterwards, and why.
STAYS = {
    "relationship.Ending": "the goodbye that was given to them",
    "relationship.ClosingWords": "their own, and what was given to them",
    "checkin.CheckIn": "that they themselves answered",
    "checkin.Answer": "what they themselves answered",
    "checkin.Tap": "their own",
    "checkin.Rhythm": "their own",
    "conversation.Need": "what they themselves looked words for",
    "conversation.Preparation": "their own",
    "conversation.Note": "what they themselves brought",
    "conversation.Reply": "to what they themselves brought",
    "conversation.Sorting": "their own",
    "conversation.Held": "what they themselves said",
    "conversation.FollowUp": "what they themselves said",
    "relationship.Continuation": "what they themselves said",
    "transition.HeadsUp": "what they themselves brought",
    "transition.Outcome": "what they themselves said",
    "safety.Alert": "whether they took it up",
    "keeping.Event": "their own acts",
    "practice.Person": "people of the house",
}


def read_by(therapist: Person, client: Person) -> dict[str, int]:
    """Count what this therapist reads of this client, table by table."""
    counted = {}
    for label in COPIED:
        model: type[Model] = apps.get_model(label)
        manager = model._default_manager
        if hasattr(manager, "visible_to"):
            rows = manager.visible_to(therapist).filter(**{way_to_the_client(model): client.pk})
            counted[label] = rows.values("pk").distinct().count()
    return counted


def test_nothing_of_a_client_is_read_after_the_end(cast: Cast, things: dict[str, Any]) -> None:  # noqa: F811 - the fixture
    assert things
    with clock.at(NOW):
        before = read_by(cast.ida, cast.noor)
        assert sum(before[label] > 0 for label in before if label not in STAYS) > 10
        cast.pair.end(by=cast.noor)
        after = read_by(cast.ida, cast.noor)
    assert {label: many for label, many in after.items() if many and label not in STAYS} == {}


def test_what_stays_is_ones_own(cast: Cast, things: dict[str, Any]) -> None:  # noqa: F811 - the fixture
    """Of the tables that stay, only what the therapist did or was given; never what the client said."""
    assert things
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        for label in STAYS:
            model: Any = apps.get_model(label)
            whose = next(
                (name for name in ("by", "check_in__by", "need__by", "note__by", "person") if _goes(model, name)), None
            )
            if whose is None or label in ("relationship.Ending", "keeping.Event", "practice.Person"):
                continue
            of_noor = model._default_manager.visible_to(cast.ida).filter(**{way_to_the_client(model): cast.noor.pk})
            assert not of_noor.filter(**{whose: cast.noor.pk}).exists(), label


def test_an_ending_that_fails_ends_no_right(cast: Cast) -> None:
    with clock.at(NOW):
        before = read_by(cast.ida, cast.noor)
        with transaction.atomic():
            cast.pair.end(by=cast.noor)
            assert read_by(cast.ida, cast.noor) != before
            transaction.set_rollback(True)
        assert read_by(cast.ida, cast.noor) == before


def _goes(model: Any, way: str) -> bool:
    name, *rest = way.split("__")
    field = next((one for one in model._meta.concrete_fields if one.name == name), None)
    return field is not None and (not rest or (field.is_relation and _goes(field.related_model, rest[0])))
