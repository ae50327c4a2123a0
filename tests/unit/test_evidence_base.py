"""desk/markup/evidence_base.py"""

from __future__ import annotations

import pytest

from desk.markup.evidence_base import newest, profile, profile_elements
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
    listed = page.xpath("//figure[@class='evidence-base']/ul")[0]
    assert words(listed) == "2 randomized trials (88 people).3454 Newest: 2018."


def test_a_box_that_cites_nothing_rests_on_the_whole_post() -> None:
    page = written("First [@etchison2018].\n\n/// how-sure\nWords.\n///")
    assert words(page.xpath("//figure[@class='evidence-base']/ul")[0]).startswith("1 randomized trial (34 people)")


def test_each_study_is_a_block_as_long_as_its_people_on_one_scale() -> None:
    figure = profile_elements([source("rct", 30), source("rct", 60), source("cohort", 90), source("cohort", 10)])
    rows = [
        [float(block.attrib["width"].rstrip("%")) for block in svg.iter("rect") if block.attrib["y"] == "1"]
        for svg in figure.iter("svg")
    ]
    each = [
        width / people
        for row, sizes in zip(rows, [[30, 60], [90, 10]], strict=True)
        for width, people in zip(row, sizes, strict=True)
    ]
    assert each == pytest.approx([each[0]] * 4, rel=1e-3)
    assert max(map(sum, rows)) < 100


def test_a_row_without_numbers_keeps_no_room_for_them() -> None:
    figure = profile_elements([source("rct", 10), source("cohort", 900)])
    assert [(svg.get("height"), len(list(svg.iter("text")))) for svg in figure.iter("svg")] == [("28", 0), ("54", 1)]


def test_what_would_leave_nothing_of_the_rest_to_see_is_in_words_alone() -> None:
    figure = profile_elements([source("meta-analysis", 28_803), source("rct", 34)])
    assert len(list(figure.iter("svg"))) == 1
    assert "28,803 people" in "".join(figure.itertext())


def test_a_study_whose_people_are_not_known_is_not_drawn() -> None:
    figure = profile_elements([source("guideline"), source("rct")])
    assert not list(figure.iter("svg"))
    assert "Each block" not in "".join(figure.itertext())


def fills(design: str, better: dict[str, bool]) -> list[list[str]]:
    """How the blocks of two studies of that design are filled: each its rectangles, in order."""
    figure = profile_elements([source(design, 30), source(design, 60)], better)
    return [[block.attrib["fill"] for block in svg.iter("rect")] for svg in figure.iter("svg")]


def test_a_block_is_full_where_the_treatment_did_better_and_empty_where_not() -> None:
    assert fills("rct", {"rct30": True, "rct60": False}) == [["currentColor", "none"]]
    assert fills("rct", {}) == [["currentColor", "currentColor"]]


def test_a_block_is_half_full_where_nothing_was_compared() -> None:
    assert fills("cohort", {"rct30": True}) == [["currentColor", "none"] * 2]
    assert fills("cohort", {}) == [["currentColor", "none"] * 2]


def test_a_trial_of_which_the_post_says_nothing_is_not_drawn_beside_others() -> None:
    assert fills("rct", {"rct30": True}) == [["currentColor"]]


@pytest.mark.parametrize(
    ("better", "words_"),
    [
        ({"rct30": True, "rct60": False}, "1 found a gain over what it was compared with, and 1 found no clear gain"),
        ({"rct30": True, "rct60": True}, "All found a gain over what it was compared with"),
        ({"rct30": False, "rct60": False}, "All found no clear gain"),
        ({"rct30": False}, "1 found no clear gain"),
        ({}, ""),
    ],
)
def test_what_the_trials_found_is_said_in_words(better: dict[str, bool], words_: str) -> None:
    (row,) = profile([source("rct", 30), source("rct", 60)], better)
    assert row.found == words_
