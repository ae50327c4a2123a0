"""desk/markup/grade.py"""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest

from desk.markup.grade import grade_line, mark, mark_html
from tests.unit.written import site

GRADES = site().grades


@pytest.mark.parametrize("grade", GRADES)
def test_a_grade_reads_as_a_verdict(grade: str) -> None:
    line = "".join(grade_line(grade, GRADES[grade]).itertext())
    assert line == f"{GRADES[grade]}. {grade[0].upper()}{grade[1:]} evidence."


def test_the_word_of_a_grade_stands_out() -> None:
    assert b"<strong>Well established.</strong>" in etree.tostring(grade_line("strong", GRADES["strong"]))


def test_no_two_grades_have_the_same_mark() -> None:
    assert len({mark_html(grade) for grade in GRADES}) == len(GRADES)


@pytest.mark.parametrize("grade", GRADES)
def test_a_mark_is_silent_and_has_no_colour_of_its_own(grade: str) -> None:
    drawn = mark(grade)
    assert drawn.get("aria-hidden") == "true"
    colours = {part.get(name) for part in drawn.iter() for name in ("fill", "stroke")}
    assert colours <= {None, "none", "currentColor"}
