"""The words on the pages of clients are for everybody: a reading age of about eleven, by the Flesch-Kincaid grade.

Kincaid, Fishburne, Rogers & Chissom (1975): grade = 0.39 words per sentence + 11.8 syllables per word - 15.59; age is
about grade + 5. A formula knows length, not sense: it finds a page that has become stiff, and no page good.
"""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "rightfit"
# Eleven to twelve years; a formula that is off by a year is no reason to write worse.
GRADE = 6.0
FEW_WORDS = 40
# Pages that no client reads: who works in a practice may be given longer words.
NOT_FOR_CLIENTS = {
    "home": {"today", "people", "pair", "mirror", "practice", "waiting", "hour_to_come", "hour_over"},
    "practice": {"setup*", "day_one*", "welcome*"},
    "transition": {"asked", "overdue", "better", "handover", "state", "outside_names", "outside_state"},
    "intake": {"waiting", "log*", "enquiry*"},
    "overview": {"half_years"},
    "listening": {"concerns", "overdue"},
    "finding": {"asked*", "offer*", "decline", "my_profile"},
    "conversation": {"guide", "bring"},
    "measuring": {"switches", "paste", "alert*"},
}
TEXT = re.compile(r'{%\s*translate\s+"([^"]+)"|{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}', re.DOTALL)


def words_of_a_page(text: str) -> str:
    """Return what people read on it, as sentences."""
    found = [one or two for one, two in TEXT.findall(text)]
    plain = [re.sub(r"{%.*?%}", ". ", re.sub(r"{{.*?}}", "Ida", one)).strip() for one in found]
    return " ".join(one if one[-1:] in ".?!:…" else one + "." for one in plain if one)


def syllables(word: str) -> int:
    """Count groups of vowels; a silent e at the end is none."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent - (word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1))


def grade(text: str) -> float:
    words = re.findall(r"[a-z’']+", text.lower())
    sentences = max(1, len([one for one in re.split(r"[.?!:…]+", text) if re.search(r"[a-z]", one.lower())]))
    return 0.39 * len(words) / sentences + 11.8 * sum(syllables(word) for word in words) / len(words) - 15.59


def pages_of_clients() -> list[Path]:
    found = []
    for page in sorted(SOURCE.rglob("*/templates/*/*.html")):
        room = page.parent.name
        if room == "demo" or any(page.match(f"{name}.html") for name in NOT_FOR_CLIENTS.get(room, ())):
            continue
        if len(words_of_a_page(page.read_text("utf-8")).split()) >= FEW_WORDS:
            found.append(page)
    return found


@pytest.mark.parametrize("page", pages_of_clients(), ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_it_is_read_by_somebody_of_eleven(page: Path) -> None:
    text = words_of_a_page(page.read_text("utf-8"))
    assert grade(text) <= GRADE, f"grade {grade(text):.1f}: {text}"


def test_it_finds_the_pages() -> None:
    assert len(pages_of_clients()) > 20


def test_it_knows_a_stiff_sentence_from_a_plain_one() -> None:
    assert grade("You can take it back. Nobody has read it.") < 3
    assert grade("The aforementioned documentation necessitates comprehensive organisational consideration.") > 15
