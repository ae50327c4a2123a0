"""desk/markup/claim.py"""

from __future__ import annotations

import pytest

from desk.model.taxonomy import GRADES
from tests.unit.written import words, written


@pytest.mark.parametrize("grade", GRADES)
def test_a_claim_gives_its_verdict_in_words_before_what_was_found(grade: str) -> None:
    page = written(f"/// claim | Does it work?\n    grade: {grade}\n\nWhat was found.\n///")
    claim = page.xpath("//section[@class='claim']")[0]
    verdict = f"{GRADES[grade]}. {grade[0].upper()}{grade[1:]} evidence."
    assert words(claim) == f"Does it work? {verdict} What was found."


def test_a_claim_can_be_linked_to() -> None:
    page = written("/// claim | One?\n    grade: strong\n\nX.\n///\n\n/// claim | Two?\n    grade: strong\n\nY.\n///")
    assert page.xpath("//section/h2/@id") == ["claim-1", "claim-2"]
    assert page.xpath("//section/h2/a/@href") == ["#claim-1", "#claim-2"]


def test_a_claim_with_an_unknown_grade_is_no_claim() -> None:
    assert not written("/// claim | It works\n    grade: certain\n\nFound.\n///").xpath("//section[@class='claim']")
