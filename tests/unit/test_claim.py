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


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("It did, in 5 of 10 people. But nobody was compared.", "It did, in 5 of 10 people."),
        (
            'Pain was 2.5 points lower at 0.5 mg/kg, "a lot". Then more.',
            "Pain was 2.5 points lower at 0.5 mg/kg, \u201ca lot\u201d.",
        ),
        ("Nobody *knows* yet", ""),
        ("- a list\n- of two", ""),
    ],
)
def test_what_was_found_is_the_first_sentence_of_a_claim(typed: str, finding: str) -> None:
    (told,) = rendered(f"/// claim | Does it?\n    grade: limited\n\n{typed}\n///").claims
    assert told.finding == finding


def test_a_finding_is_told_without_the_numbers_of_its_sources() -> None:
    (told,) = rendered("/// claim | Does it?\n    grade: limited\n\nIt did [@zitek2018]. More.\n///").claims
    assert told.finding == "It did."
