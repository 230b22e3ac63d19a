"""Stairs only go down, for models too: import-linter cannot see a foreign key that is a string."""

import configparser
from pathlib import Path

from django.apps import apps

LINTER = Path(__file__).parents[2] / ".importlinter"


def floors() -> dict[str, int]:
    """Read the rooms and their floors, counted from the top, from the contract that also rules imports."""
    contract = configparser.ConfigParser()
    contract.read(LINTER)
    layers = contract["importlinter:contract:house"]["layers"].strip().splitlines()
    return {
        room.strip(" ()"): floor for floor, layer in enumerate(layers) for room in layer.replace(":", "|").split("|")
    }


def test_it_points_no_key_upward_or_across() -> None:
    floor = floors()
    offences = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model):
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if here in floor and there in floor and here != there and floor[there] <= floor[here]:
                offences.append(f"{model.__name__}.{field.name} points at {there}")
    assert offences == []


def test_it_gives_every_row_a_key_that_shows_no_gap() -> None:
    """A number that counts would tell that something lies between two rows."""
    numbered = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("rightfit.") and model._meta.pk.get_internal_type().endswith("AutoField")
    ]
    assert numbered == []
