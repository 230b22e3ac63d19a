"""What every test of the rooms starts from."""

import pytest

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """The named people of tests/cast.py, in a fresh practice."""
    return assemble()
