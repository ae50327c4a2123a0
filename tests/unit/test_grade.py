"""desk/markup/grade.py"""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest

from desk.markup.grade import grade_line
from tests.unit.written import site

GRADES = site().grades


@pytest.mark.parametrize("grade", GRADES)
def test_a_grade_reads_as_a_sentence(grade: str) -> None:
    line = "".join(grade_line(grade, GRADES[grade]).itertext())
    assert line.startswith(f"How sure: {grade}, ")
    assert line.endswith(".")


def test_the_word_of_a_grade_stands_out() -> None:
    assert b"<strong>strong</strong>, well established." in etree.tostring(grade_line("strong", GRADES["strong"]))
