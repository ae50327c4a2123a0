"""desk/markup/claim.py"""

from __future__ import annotations

import pytest

from tests.unit.written import rendered, site, words, written

GRADES = site().grades


@pytest.mark.parametrize("grade", GRADES)
def test_a_claim_gives_its_verdict_in_words_before_what_was_found(grade: str) -> None:
    page = written(f"/// claim | Does it work?\n    grade: {grade}\n\nWhat was found.\n///")
    claim = page.xpath("//section[@class='claim']")[0]
    verdict = f"{GRADES[grade]}. {grade[0].upper()}{grade[1:]} evidence."
    assert words(claim) == f"Does it work? {verdict} What was found."


def test_a_claim_can_be_linked_to() -> None:
    claim = "/// claim | Does it?\n    grade: strong\n\nIt does.\n///\n\n"
    page = written(claim * 2)
    assert page.xpath("//section/h2/@id") == ["claim-1", "claim-2"]
    assert page.xpath("//section/h2/a/@href") == ["#claim-1", "#claim-2"]


def test_a_claim_with_an_unknown_grade_is_no_claim() -> None:
    assert not written("/// claim | It works\n    grade: certain\n\nFound.\n///").xpath("//section")


def test_the_claims_of_a_text_are_told_with_it_as_they_are_printed() -> None:
    told = rendered('/// claim | Does it "work"?\n    grade: limited\n\nFound.\n///').claims
    assert [(claim.title, claim.grade, claim.id) for claim in told] == [
        ("Does it \u201cwork\u201d?", "limited", "claim-1")
    ]
    assert rendered("Nothing.").claims == ()


@pytest.mark.parametrize("options", ["", "    grade: limited\n    attrs: {onclick: go()}\n"])
def test_a_claim_without_a_grade_or_with_attributes_of_its_own_stays_as_it_was_typed(options: str) -> None:
    assert "/// claim" in words(written(f"/// claim | It works\n{options}\nFound.\n///"))
