from typing import Any

import pytest


@pytest.fixture(autouse=True)
def no_words_of_a_practice(settings: Any) -> None:
    """Here the page stands alone; tests/practice/test_help_words.py has the practice's own words on it."""
    settings.CRISIS_PRACTICE = ""
