"""plugins/claim.py"""

from __future__ import annotations

import pytest

from desk.model.taxonomy import GRADES
from tests.unit.written import words, written


@pytest.mark.parametrize("grade", GRADES)
def test_a_claim_says_in_words_how_sure_anyone_can_be(grade: str) -> None:
    claim = written(f"/// claim | It works\n    grade: {grade}\n\nWhat was found.\n///").xpath("//div[@class='claim']")[
        0
    ]
    assert words(claim) == f"It works How sure: {grade}, {GRADES[grade][0].lower()}{GRADES[grade][1:]}. What was found."


def test_a_claim_with_an_unknown_grade_is_no_claim() -> None:
    assert not written("/// claim | It works\n    grade: certain\n\nFound.\n///").xpath("//div[@class='claim']")
