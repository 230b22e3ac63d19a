"""What every test of the rooms starts from."""

import pytest
from django.core.cache import cache

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """The named people of tests/cast.py, in a fresh practice."""
    return assemble()


@pytest.fixture(autouse=True)
def nobody_counted_yet() -> None:
    """The limits on asking and guessing count in the cache, which outlives a test."""
    cache.clear()
