"""desk/checks/verdict.py: the first sentence of a claim answers it, and no more surely than its grade."""

from __future__ import annotations

import pytest

from desk.checks.verdict import judged

ASKED = "Does the relief last?"
ANSWERS = (
    "Not for long, in the one trial that looked.", "It did in two small trials.", "This has not been shown.",
    "Nobody knows, because nobody was compared.", "In some people it does.", "Two trials give two answers.",
    "They may: in one report 3 of 6 people had it.", "Only in rats so far.", "Pain was lower in 20 in 100 people.",
    "We found no controlled trial of it.", "Yes, where someone looked.", "One review found some relief for two weeks.",
)  # fmt: skip
NO_ANSWERS = (
    "Three reports followed people after about five days in the hospital.", "Does it?",
    "We have one trial, of 15 adults who took no other drugs.", "One team took brain scans a day after a dose.",
    "In one trial 18 adults had ketamine and salt water, each in turn.", "See the table below for all of it.",
    "More than 80 in 100 clinics in one survey offered it.", "Ketamine is an anesthetic.",
    "For depression, one small study let people who had done well go on with weekly drips.",
)  # fmt: skip
PLAIN_YES = (
    "Yes.", "Yes, it does.", "It does.", "True, and for a long time.", "Relief lasts.", "It helps.",
    "Ketamine eases pain.", "Yes, relief lasts for months.", "Absolutely, and people say it gets better.",
)  # fmt: skip


@pytest.mark.parametrize("grade", ["limited", "very limited", "conflicting"])
def test_an_answer_that_says_how_far_it_goes_passes_below_moderate(grade: str) -> None:
    assert [text for text in ANSWERS if judged(text, ASKED, grade)] == []


@pytest.mark.parametrize("grade", ["strong", "limited", "very limited"])
def test_what_was_done_is_no_answer(grade: str) -> None:
    assert [text for text in NO_ANSWERS if judged(text, ASKED, grade) != "none"] == []
    assert judged("It did in two small trials.", ASKED, grade, listed=True) == "none"


def test_nothing_below_moderate_opens_with_a_plain_yes() -> None:
    assert [text for text in PLAIN_YES if judged(text, ASKED, "limited") != "too-sure"] == []
    assert [text for text in PLAIN_YES if judged(text, ASKED, "strong")] == []


def test_what_is_graded_as_known_does_not_open_as_unknown() -> None:
    assert judged("Nobody knows.", ASKED, "moderate") == "too-unsure"
    assert judged("True, but nobody has counted how often.", ASKED, "strong") == ""


def test_a_question_of_how_much_is_answered_by_a_number() -> None:
    assert judged("By 4 to 7 points, in one trial.", "How much does it ease?", "limited") == ""
