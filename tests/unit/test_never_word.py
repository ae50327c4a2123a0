"""desk/checks/never_word.py"""

from __future__ import annotations

import pytest

from desk.checks.never_word import never_said
from desk.checks.passage import passages
from desk.model.scanner import scan


def said(text: str) -> list[str]:
    return [each.word for passage in passages(scan(text, 1)) for each in never_said(passage)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ketamine cures migraine in 9 of 10 people [@good2020].", ["cures"]),
        ("Ketamine not only cures migraine, it does so fast.", ["cures"]),
        ("Nine of ten people were cured, and nobody knows why.", ["cured"]),
        ("Could one drip cure your migraine?", ["cure"]),
        ("Ketamine **rewires** the brain [@good2020].", ["rewires"]),
        ("It resets the nervous system in 3 of 10 people.", ["resets"]),
        ("This is a breakthrough, with 12 of 20 people better.", ["breakthrough"]),
        ("A miracle for some, and life-changing for 3 of 10 people.", ["miracle", "life-changing"]),
        ("## A holistic way to rest", ["holistic"]),
    ],
)
def test_what_is_said_is_found_whatever_is_counted_or_cited(text: str, words: list[str]) -> None:
    assert said(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "No study showed a cure.",
        "Nobody was cured in 40 trials.",
        "A cure for migraine is not known.",
        "There is no cure, and pain was lower in 12 of 20 people.",
        "## Does ketamine rewire the brain?",
        'Some sellers promise a "cure", and that is a red flag.',
        'Clinics say: it "resets" the brain.',
        "The nurse resets the pump after each hour.",
        "Breakthrough pain is pain that comes through other drugs.",
    ],
)
def test_what_is_denied_asked_or_quoted_is_let_be(text: str) -> None:
    assert said(text) == []
