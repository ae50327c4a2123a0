"""desk/checks/support.py: which designs allow which grade, and what is judged with the bibliography at hand."""

from __future__ import annotations

import datetime as dt

import pytest

from desk.checks.code import GOOD, HEADER, POST
from desk.checks.support import NEEDS, OFFICIAL, TRIALS, supports
from desk.model.problem import Problem
from desk.model.source import DESIGNS
from tests.examined import examine_all
from tests.unit.written import site

DAY = dt.date(2026, 11, 22)
BIB = "content/references.bib"


def problems(body: str, bib: str = str(GOOD[BIB])) -> list[Problem]:
    content = {path: str(text).encode() for path, text in {**GOOD, POST: HEADER + body, BIB: bib}.items()}
    return [problem for problem in examine_all(content, [], DAY) if problem.path == POST]


@pytest.mark.parametrize(
    ("designs", "allowed"),
    [
        (["rct", "rct"], "strong moderate limited very-limited conflicting"),
        (["meta-analysis", "systematic-review"], "strong moderate limited very-limited conflicting"),
        (["guideline"], "strong moderate limited very-limited"),
        (["regulatory"], "strong moderate limited very-limited"),
        (["rct"], "moderate limited very-limited"),
        (["rct", "cohort"], "moderate limited very-limited conflicting"),
        (["cohort"], "limited very-limited"),
        (["case-series", "review"], "very-limited conflicting"),
        (["registration"], "very-limited"),
        ([], ""),
    ],
)
def test_a_grade_is_allowed_by_its_designs(designs: list[str], allowed: str) -> None:
    assert {grade for grade in site().grades if supports(designs, grade)} == {
        g.replace("-", " ") for g in allowed.split()
    }


def test_grades_and_designs_are_those_of_the_model() -> None:
    assert set(NEEDS) == set(site().grades)
    assert set(DESIGNS) >= TRIALS | OFFICIAL


def test_a_retracted_source_can_be_discussed_where_that_is_allowed() -> None:
    bib = str(GOOD[BIB]).replace("{rct}", "{rct},\n  retracted = {made up}")
    bib += (
        bib.replace("good2020", "other2020").replace("10.1000/1", "10.1000/2").replace(",\n  retracted = {made up}", "")
    )
    header_too = "<!-- allow: support/withdrawn because the page explains why it was taken back -->\n\n"
    said = problems(header_too + "It was retracted [@good2020]. Another stands [@other2020].\n", bib)
    assert [(p.code, p.line) for p in said] == [("support/withdrawn", 18)]


def test_a_list_is_supported_by_the_line_that_leads_into_it() -> None:
    assert problems("The trial found this [@good2020]:\n\n- 31% felt better\n- 20% did not\n") == []
