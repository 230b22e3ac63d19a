"""What every test of the rooms starts from."""

import pytest
from django.core.cache import cache
from django.db import connection

from tests.cast import Cast, assemble

DATABASES = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what opens a database runs once more; the rest has run with SQLite."""
    if connection.vendor == "postgresql":
        again: list[pytest.Item] = []
        once: list[pytest.Item] = []
        for item in items:
            opens = item.get_closest_marker("django_db") or DATABASES & set(getattr(item, "fixturenames", ()))
            (again if opens else once).append(item)
        items[:] = again
        config.hook.pytest_deselected(items=once)


@pytest.fixture
def cast(db: None) -> Cast:
    """The named people of tests/cast.py, in a fresh practice."""
    return assemble()


@pytest.fixture(autouse=True)
def nobody_counted_yet() -> None:
    """The limits on asking and guessing count in the cache, which outlives a test."""
    cache.clear()
