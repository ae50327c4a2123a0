"""desk/markup/claim.py"""

from __future__ import annotations

import pytest

from tests.unit.written import rendered, site, words, written

GRADES = site().grades


@pytest.mark.parametrize("grade", GRADES)
def test_a_claim_says_in_words_how_sure_anyone_can_be(grade: str) -> None:
    claim = written(f"/// claim | It works\n    grade: {grade}\n\nWhat was found.\n///").xpath("//div[@class='claim']")[
        0
    ]
    assert words(claim) == f"It works How sure: {grade}, {GRADES[grade][0].lower()}{GRADES[grade][1:]}. What was found."


def test_a_claim_with_an_unknown_grade_is_no_claim() -> None:
    assert not written("/// claim | It works\n    grade: certain\n\nFound.\n///").xpath("//div[@class='claim']")


def test_the_claims_of_a_text_are_told_with_it() -> None:
    told = rendered("/// claim | It works\n    grade: limited\n\nFound.\n///").claims
    assert [(claim.title, claim.grade, claim.id) for claim in told] == [("It works", "limited", "claim-1")]
    assert rendered("Nothing.").claims == ()


@pytest.mark.parametrize("options", ["", "    grade: limited\n    attrs: {onclick: go()}\n"])
def test_a_claim_without_a_grade_or_with_attributes_of_its_own_stays_as_it_was_typed(options: str) -> None:
    assert "/// claim" in words(written(f"/// claim | It works\n{options}\nFound.\n///"))
