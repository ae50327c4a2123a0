"""desk/markup/numbers.py"""

from __future__ import annotations

import pytest

from desk.markup.numbers import bar
from tests.unit.written import words, written

NUMBERS = """/// numbers | Pain was lower
    of: {whole}
    with: {with_it}
    without: {without}
    labels: on ketamine, on salt water
    time: after two hours

A sentence of context.
///"""


def test_both_counts_stand_in_words_before_any_bar() -> None:
    box = written(NUMBERS.format(whole=77, with_it=55, without=33)).xpath("//figure[@class='numbers']")[0]
    assert words(box) == (
        "Pain was lower, after two hours 55 of 77 on ketamine 33 of 77 on salt water "
        "The difference: 22 of 77 more. A sentence of context."
    )


def test_out_of_a_hundred_is_said_as_people_say_it() -> None:
    rows = written(NUMBERS.format(whole=100, with_it=63, without=32)).xpath("//li")
    assert [words(row) for row in rows] == ["63 in 100 on ketamine", "32 in 100 on salt water"]


def test_the_difference_of_two_groups_is_said() -> None:
    assert "The difference: 31 in 100 more." in words(written(NUMBERS.format(whole=100, with_it=63, without=32)))
    assert "The difference: 2 of 10 fewer." in words(written(NUMBERS.format(whole=10, with_it=3, without=5)))


def test_two_parts_of_one_group_share_a_bar_and_are_not_compared() -> None:
    page = written(NUMBERS.format(whole=77, with_it=55, without=22))
    assert [words(row) for row in page.xpath("//li")] == ["55 of 77 on ketamine, 22 of 77 on salt water."]
    assert "difference" not in words(page)


@pytest.mark.parametrize(("count", "whole", "width"), [(0, 10, 0), (10, 10, 100), (1, 4, 25), (55, 77, 71.43)])
def test_a_bar_is_an_outline_of_everyone_filled_by_the_share(count: int, whole: int, width: float) -> None:
    everyone, counted = bar(count, whole)
    assert (everyone.attrib["width"], everyone.attrib["fill"]) == ("100%", "none")
    assert float(counted.attrib["width"].rstrip("%")) == pytest.approx(width, abs=0.005)
    assert counted.attrib["fill"] == "currentColor"


def test_a_bar_is_silent_to_screen_readers_which_have_heard_the_words() -> None:
    assert bar(1, 2).attrib["aria-hidden"] == "true"
