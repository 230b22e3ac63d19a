"""The promise ledger: no page promises privacy in words that no test holds to (P15)."""

import re
import tomllib
from pathlib import Path

import pytest

from rightfit.keeping.matrix import matrix

PROJECT = Path(__file__).parents[2]
SOURCE = PROJECT / "src" / "rightfit"
LEDGER = tomllib.loads((PROJECT / "docs" / "promises.toml").read_text(encoding="utf-8"))["promise"]
PROMISES = re.compile(r"\b(private|only you|never|nobody|erased|secure|no one)\b", re.IGNORECASE)
IN_A_TAG = re.compile(r'\{% translate "([^"]+)"')
IN_A_BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
IN_CODE = re.compile(r'\b(?:_|gettext|gettext_lazy)\(\s*"((?:[^"\\]|\\.)+)"')


def promising() -> set[str]:
    """Return every sentence of a page, a letter or a reader's line in which one of the words stands."""
    said: set[str] = set()
    for page in SOURCE.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        said |= set(IN_A_TAG.findall(text))
        said |= {part for block in IN_A_BLOCK.findall(text) for part in block.split("{% plural %}")}
    for module in SOURCE.rglob("*.py"):
        said |= set(IN_CODE.findall(module.read_text(encoding="utf-8")))
    for record in matrix()["record"].values():
        said |= {record["sentence"], record["reader"]}
    return {sentence for sentence in said if PROMISES.search(sentence)}


def test_every_sentence_that_promises_stands_in_the_ledger() -> None:
    held = {sentence for promise in LEDGER for sentence in promise["sentences"]}
    assert promising() - held == set(), "say in docs/promises.toml which test holds to it"
    assert held - promising() == set(), "these stand on no page any more"


@pytest.mark.parametrize("promise", LEDGER, ids=lambda promise: promise["test"].rpartition("::")[2])
def test_each_promise_has_its_test(promise: dict[str, str]) -> None:
    if promise["test"] != "none":
        path, _, name = promise["test"].partition("::")
        assert f"def {name}(" in (PROJECT / path).read_text(encoding="utf-8")


def test_it_sees_a_promise() -> None:
    assert PROMISES.search("Only you see this.")
    assert not PROMISES.search("Ida sees it on the day you next meet.")
