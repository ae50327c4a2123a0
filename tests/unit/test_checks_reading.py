"""desk/checks/reading.py: syllables, grades and what is told of them."""

from __future__ import annotations

import pytest

from desk.checks.code import GOOD, HEADER, POST
from desk.checks.reading import flesch_kincaid, syllables_in
from tests.examined import examine_all


def codes(body: str) -> list[str]:
    content = {path: str(text).encode() for path, text in {**GOOD, POST: HEADER + body}.items()}
    return [problem.code for problem in examine_all(content)]


@pytest.mark.parametrize(
    ("word", "count"),
    [("pain", 1), ("migraine", 2), ("medicine", 3), ("ketamine", 3), ("people", 2), ("eased", 1), ("treated", 2),
     ("FDA", 3), ("28,803", 1), ("salt-water", 3), ("--", 0), ("placebo", 3), ("scale", 1), ("emergency", 4)],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables_in(word) == count


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    assert flesch_kincaid(150, 100, 10) == pytest.approx(6.01)


def test_three_passive_sentences_are_a_pile_and_feelings_are_not() -> None:
    assert "reading/passive" in codes("You are checked. The drip is started. It is stopped by a nurse.\n")
    assert "reading/passive" not in codes("You are tired. Many are worried. Some are interested in it.\n")


def test_a_list_is_not_one_long_sentence() -> None:
    assert codes("\n".join(f"- item {n} with a few words" for n in range(12)) + "\n") == []
