"""A small Fernlea: those of its people whose story the tests look at."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from rightfit.demo import building, standing
from rightfit.demo.people import CLIENTS
from rightfit.keeping import clock

MOMENT = datetime(2026, 5, 21, 16, 48, tzinfo=standing.FERNLEA)
TOLD = ("Maya", "Noor", "Obi", "Lior", "Malou", "Wanda", "Jussi", "Anselm", "Bruno", "Amara", "Pilar", "Ronja", "Farid")
FEW = tuple(one for one in CLIENTS if one.given in TOLD)


@pytest.fixture(scope="module")
def fernlea(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Fernlea at its first moment, made once for the tests of a file."""
    with django_db_blocker.unblock(), transaction.atomic():
        building.build(MOMENT, clients=FEW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def there(fernlea: None, db: None) -> Iterator[None]:
    """Be in Fernlea, at its moment."""
    with clock.at(MOMENT):
        yield
