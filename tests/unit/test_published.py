"""desk/model/published.py"""

from __future__ import annotations

import datetime as dt

from desk.model.published import as_published, read_published, with_address, without_address

DAY = dt.date(2026, 11, 28)


def test_a_line_is_an_address_and_its_day_and_of_two_the_earlier_counts() -> None:
    found, bad = read_published("b 2026-02-01\n\nno day\na-b 2026-01-01\r\nb 2026-01-31\nb 2026-03-01\nc 2026-02-30\n")
    assert found == {"b": (dt.date(2026, 1, 31), 5), "a-b": (dt.date(2026, 1, 1), 4)}
    assert bad == [3, 7]


def test_what_is_added_stands_in_order_once_and_can_be_taken_out() -> None:
    text = with_address("c 2026-01-01\na 2026-01-01\na 2026-01-01", "b", DAY)
    assert text == "a 2026-01-01\nb 2026-11-28\nc 2026-01-01\n"
    assert with_address(text, "b", dt.date(2027, 1, 1)) == text
    assert without_address(text, "b") == "a 2026-01-01\nc 2026-01-01\n"


def test_what_is_published_by_hand_is_added_and_a_day_to_come_follows_the_header() -> None:
    later, other = dt.date(2027, 1, 1), dt.date(2027, 2, 1)
    text = f"gone 2026-01-01\nhere 2026-01-01\nidea {later}\nmoved {later}\n"
    shown = {"here": DAY, "new": DAY, "moved": other}
    noted = as_published(text, shown, DAY)
    assert noted == f"gone 2026-01-01\nhere 2026-01-01\nmoved {other}\nnew {DAY}\n"
    assert as_published(noted, shown, DAY) == noted
