"""desk/markup/calls.py"""

from __future__ import annotations

from tests.unit.written import words, written


def test_a_number_and_what_it_is_for_are_one_link() -> None:
    link = written("/// calls\n- [**Call 999** Life in danger](tel:999)\n///").xpath("//div[@class='calls']/ul/li/a")[0]
    assert link.get("href") == "tel:999"
    assert words(link) == "Call 999 Life in danger"
    assert words(link[0]) == "Call 999"
