"""desk/checks/support.py: which designs allow which grade, and what is judged with the bibliography at hand."""

from __future__ import annotations

import pytest

from desk.checks.code import GOOD, HEADER, PAGE, POST
from desk.checks.grade import ALONE, NEEDS, About, about, supports
from desk.checks.judge import TRIALS
from desk.model.problem import Problem
from desk.model.source import DESIGNS
from tests.examined import examine_all
from tests.unit.written import site

BIB = "content/references.bib"


def problems(body: str, bib: str = str(GOOD[BIB])) -> list[Problem]:
    content = {path: str(text).encode() for path, text in {**GOOD, POST: HEADER + body, BIB: bib}.items()}
    return [problem for problem in examine_all(content) if problem.path == POST]


@pytest.mark.parametrize(
    ("about", "designs", "allowed"),
    [
        ("benefit", ["rct", "rct"], "strong moderate limited very-limited conflicting"),
        ("benefit", ["meta-analysis", "systematic-review"], "strong moderate limited very-limited conflicting"),
        ("benefit", ["rct"], "moderate limited very-limited"),
        ("benefit", ["rct", "cohort"], "moderate limited very-limited conflicting"),
        ("benefit", ["guideline"], "moderate limited very-limited"),
        ("benefit", ["regulatory"], "very-limited"),
        ("benefit", ["cohort"], "very-limited"),
        ("benefit", ["cohort", "cohort"], "limited very-limited"),
        ("benefit", ["chart-review"], "very-limited"),
        ("benefit", ["survey", "open-trial"], "very-limited"),
        ("benefit", ["case-series", "review"], "very-limited"),
        ("benefit", ["animal-study"], "very-limited"),
        ("benefit", ["checklist"], ""),
        ("benefit", ["press-release", "official-page"], ""),
        ("benefit", ["registration", "advertising-study"], ""),
        ("benefit", [], ""),
        ("harm", ["regulatory"], "strong moderate limited very-limited"),
        ("harm", ["survey"], "limited very-limited"),
        ("harm", ["surveillance"], "limited very-limited"),
        ("rule", ["regulatory"], "strong moderate limited very-limited"),
        ("rule", ["rct", "rct"], "very-limited conflicting"),
        ("rule", ["press-release"], "very-limited"),
    ],
)
def test_a_grade_is_allowed_by_its_designs(about: About, designs: list[str], allowed: str) -> None:
    assert {grade for grade in site().grades if supports(designs, grade, about)} == {
        g.replace("-", " ") for g in allowed.split()
    }


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Does the relief last?", "benefit"),
        ("Are side effects common during treatment?", "harm"),
        ("Is it approved for migraine?", "rule"),
    ],
)
def test_what_a_claim_is_about_is_told_by_its_title(title: str, kind: About) -> None:
    assert about(title) == kind


def test_a_source_that_found_nothing_does_not_carry_a_grade_of_benefit() -> None:
    claim = "/// claim | Does it help?\n    grade: moderate\n\n{}\n///\n"
    assert [p.code for p in problems(claim.format("A trial saw no clear benefit [@good2020]."))] == ["support/grade"]
    assert problems(claim.format("A trial saw less pain than with salt water [@good2020].")) == []


def test_a_refused_grade_says_what_each_source_carries() -> None:
    claim = "/// claim | Does it help?\n    grade: moderate\n\nIt did in some [@good2020].\n///\n"
    (grade,) = [p for p in problems(claim, str(GOOD[BIB]).replace("{rct}", "{chart-review}")) if p.line > 18]
    assert "1 chart-review (carries very limited)" in grade.what


def test_parts_of_one_whole_need_no_trial_and_two_groups_do() -> None:
    counts = "/// numbers | Pain after a week\n    of: 10\n    with: 6\n    without: {}\n\nSaid so [@good2020].\n///\n"
    survey = str(GOOD[BIB]).replace("{rct}", "{survey}")
    assert problems(counts.format(3)) == []
    assert "support/groups" in {p.code for p in problems(counts.format(3), survey)}
    assert "support/groups" not in {p.code for p in problems(counts.format(4), survey)}


def test_grades_and_designs_are_those_of_the_model() -> None:
    assert set(NEEDS) == set(site().grades)
    assert set(DESIGNS) >= TRIALS.union(*ALONE.values())


def test_a_retracted_source_can_be_discussed_where_that_is_allowed() -> None:
    bib = str(GOOD[BIB]).replace("{rct}", "{rct},\n  retracted = {made up}")
    bib += (
        bib.replace("good2020", "other2020").replace("10.1000/1", "10.1000/2").replace(",\n  retracted = {made up}", "")
    )
    header_too = "<!-- allow: support/withdrawn because the page explains why it was taken back -->\n\n"
    said = problems(header_too + "It was retracted [@good2020]. Another stands [@other2020].\n", bib)
    assert [(p.code, p.line) for p in said] == [("support/withdrawn", 18)]


def test_a_list_is_supported_by_the_line_that_leads_into_it() -> None:
    assert problems("The trial found this [@good2020]:\n\n- 31% were women\n- 20% were over 60\n") == []


@pytest.mark.parametrize(
    "loud",
    [
        "In all, **ketamine eases pain** was heard [@good2020].\n", "In all, __ketamine eases pain__ was heard.\n",
        "In all, **ketamine eases\npain** was heard [@good2020].\n", "See [ketamine eases pain](https://example.org/).\n",
        "/// numbers | Ketamine eases pain\n    of: 10\n    with: 6\n    without: 3\n\nSaid so [@good2020].\n///\n",
    ],
)  # fmt: skip
def test_no_assertion_below_moderate_stands_out(loud: str) -> None:
    assert "support/loud" in {p.code for p in problems(loud)}
    sure = HEADER.replace("grade: limited", "grade: moderate")
    content = {path: str(text).encode() for path, text in {**GOOD, POST: sure + loud}.items()}
    assert "support/loud" not in {p.code for p in examine_all(content)}


def test_what_stands_out_on_a_page_without_a_grade_is_judged_too() -> None:
    page = str(GOOD[PAGE]) + "\n**Ketamine eases pain.** So they say.\n"
    content = {path: str(text).encode() for path, text in {**GOOD, PAGE: page}.items()}
    assert "support/loud" in {p.code for p in examine_all(content)}


def test_evidence_is_not_checked_later_than_its_newest_source_was_looked_up() -> None:
    text = HEADER + "Words [@good2020].\n"

    def found(day: str) -> list[str]:
        bib = str(GOOD[BIB]).replace("  urldate = {2024-05-06},\n", f"  urldate = {{{day}}},\n" if day else "")
        content = {path: str(each).encode() for path, each in {**GOOD, POST: text, BIB: bib}.items()}
        return [p.code for p in examine_all(content) if p.path == POST]

    assert "reviewed: 2024-05-06" in HEADER
    assert [found(day) for day in ("2024-05-06", "2024-05", "2024-05-07", "2024")] == [[]] * 4
    assert [found(day) for day in ("", "2024-05-05", "2024-04", "2023")] == [["support/checked"]] * 4
