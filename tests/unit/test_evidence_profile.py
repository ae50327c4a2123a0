"""desk/markup/evidence_profile.py"""

from __future__ import annotations

import pytest

from desk.markup.evidence_profile import bar, newest, profile
from desk.model.source import Source
from tests.unit.written import words, written


def source(design: str, people: int | None = None, year: str = "2020") -> Source:
    return Source(f"{design}{people}", 1, "article", "A title", design=design, people=people, year=year)


def test_kinds_of_study_are_counted_from_those_that_weigh_most() -> None:
    rows = profile([source("case-series", 6), source("rct", 34), source("rct", 54), source("guideline")])
    assert [row.words for row in rows] == [
        "1 guideline or consensus",
        "2 randomized trials (88 people)",
        "1 case series (6 people)",
    ]


def test_the_newest_year_is_told() -> None:
    assert newest([source("rct", year="2018"), source("rct", year="2022"), source("rct", year="")]) == "2022"
    assert newest([]) == ""


def test_a_box_rests_on_what_it_cites_and_on_nothing_else() -> None:
    page = written("First [@short2018].\n\n/// how-sure\nTwo trials [@etchison2018; @zitek2018].\n///")
    listed = page.xpath("//ul[@class='evidence-profile']")[0]
    assert words(listed) == "2 randomized trials (88 people) Newest: 2018"


def test_a_box_that_cites_nothing_rests_on_the_whole_post() -> None:
    page = written("First [@etchison2018].\n\n/// how-sure\nWords.\n///")
    assert words(page.xpath("//ul[@class='evidence-profile']")[0]).startswith("1 randomized trial (34 people)")


@pytest.mark.parametrize(("count", "whole", "width"), [(0, 10, 0), (10, 10, 100), (1, 4, 25), (55, 77, 71.43)])
def test_a_bar_is_filled_by_the_share(count: int, whole: int, width: float) -> None:
    assert float(bar(count, whole)[0].attrib["width"]) == pytest.approx(width, abs=0.005)
