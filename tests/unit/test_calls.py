"""desk/markup/calls.py"""

from __future__ import annotations

from tests.unit.written import words, written


def test_a_number_is_the_link_and_what_it_is_for_stands_beside_it() -> None:
    (item,) = written("/// calls\n- [**Call 999**](tel:999) Life in danger\n///").xpath("//ul[@class='calls']/li")
    assert item[0].get("href") == "tel:999"
    assert words(item[0]) == "Call 999"
    assert words(item) == "Call 999 Life in danger"


def test_what_is_no_list_alone_keeps_all_that_was_typed() -> None:
    (part,) = written("/// calls\nFirst:\n\n- [**Call 999**](tel:999) Life in danger\n///").xpath("//*[@class='calls']")
    assert part.tag == "div"
    assert words(part) == "First: Call 999 Life in danger"
