"""plugins/numbers.py"""

from __future__ import annotations

import pytest

from plugins.numbers import bar
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
        "Pain was lower, after two hours 55 of 77 on ketamine 22 of 77 on salt water A sentence of context."
    )


def test_out_of_a_hundred_is_said_as_people_say_it() -> None:
    rows = written(NUMBERS.format(whole=100, with_it=63, without=32)).xpath("//li")
    assert [words(row) for row in rows] == ["63 in 100 on ketamine", "32 in 100 on salt water"]


@pytest.mark.parametrize(("count", "whole", "width"), [(0, 10, 0), (10, 10, 100), (1, 4, 25), (55, 77, 71.43)])
def test_a_bar_is_filled_by_the_share(count: int, whole: int, width: float) -> None:
    assert float(bar(count, whole)[0].attrib["width"]) == pytest.approx(width, abs=0.005)


def test_a_bar_is_silent_to_screen_readers_which_have_heard_the_words() -> None:
    assert bar(1, 2).attrib["aria-hidden"] == "true"
