"""desk/checks/wording.py: what excuses a word."""

from __future__ import annotations

import pytest

from desk.checks.wording import RULES, risky_words


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("It cures migraine.", ["cure"]),
        ("It does not cure migraine.", []),
        ("It not only cures migraine.", ["cure"]),
        ("Does it cure migraine?", []),
        ('The word "cure" is not earned.', []),
        ("Ads claim that it cures migraine.", []),
        ("We promise a cure.", ["cure"]),
        ("No drug is perfect, but it is a cure.", ["cure"]),
    ],
)
def test_a_word_is_excused_by_what_stands_around_it(sentence: str, names: list[str]) -> None:
    assert [name for name, _ in risky_words(sentence)] == names


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_stems_are_in_small_letters(rule: object) -> None:
    stems = getattr(rule, "stems")  # noqa: B009
    assert all(stem == stem.lower() for stem in stems)
