"""desk/markup/numbers.py"""

from __future__ import annotations

import itertools
import re

import pytest

from desk.markup.numbers import outline, squares
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
    box = written(NUMBERS.format(whole=77, with_it=55, without=22)).xpath("//div[@class='numbers']")[0]
    assert words(box) == (
        "Pain was lower, after two hours 55 of 77 on ketamine 22 of 77 on salt water "
        "These are the parts of one group. There was no comparison group. "
        "Each square is a tenth of the people. A sentence of context."
    )


def test_out_of_a_hundred_is_said_as_people_say_it() -> None:
    rows = written(NUMBERS.format(whole=100, with_it=63, without=32)).xpath("//li")
    assert [words(row) for row in rows] == ["63 in 100 on ketamine", "32 in 100 on salt water"]


def test_the_difference_of_two_groups_is_said() -> None:
    assert "The difference: 31 in 100 more." in words(written(NUMBERS.format(whole=100, with_it=63, without=32)))
    assert "The difference: 2 of 10 fewer." in words(written(NUMBERS.format(whole=10, with_it=3, without=5)))


def test_two_parts_of_one_group_are_not_compared() -> None:
    assert "difference" not in words(written(NUMBERS.format(whole=77, with_it=55, without=22)))


@pytest.mark.parametrize(("tenths", "cut"), [(0, []), (1, [24]), (3.5, [24, 24, 24, 12]), (10, [24] * 10)])
def test_squares_are_filled_by_the_share(tenths: float, cut: list[float]) -> None:
    assert [float(width) for width in re.findall(r"h([\d.]+)v", outline(tenths))] == cut


def test_squares_stand_too_far_apart_to_be_stripes() -> None:
    places = [int(x) for x in re.findall(r"M(\d+) ", outline(5))]
    assert {b - a for a, b in itertools.pairwise(places)} == {40}


def test_squares_are_silent_to_screen_readers_which_have_heard_the_words() -> None:
    assert squares(1, 2).attrib["aria-hidden"] == "true"
